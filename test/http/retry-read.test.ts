import { afterAll, beforeEach, expect, test } from "vitest";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { fetchProvider } from "../../lib/http/provider-fetch.ts";
import { retryRead } from "../../lib/http/retry-read.ts";
import { answer, type Play, reset, startTestServer } from "../support/test-server.ts";

const end = await startTestServer();
afterAll(() => end.close());

let waits: number[] = [];
let clock = 0;
beforeEach(() => {
  waits = [];
  clock = 0;
  end.requests.length = 0;
});

/** Retries a read whose attempts each take `takes` milliseconds of a fake clock. */
function read(plays: Play[], { takes = 10, random = 0.5 } = {}): Promise<number | string> {
  const left = [...plays];
  const send = () => {
    end.play = left.shift() ?? answer(200);
    clock += takes;
    return fetchProvider(end.url, {}, { allowedOrigins: [end.url] });
  };
  const sleep = async (ms: number) => void waits.push(ms);
  return retryRead(send, { sleep, random: () => random, clock: () => clock }).then(
    ({ status }) => status,
    (error: unknown) => findProviderError(error)?.kind ?? "not a failure",
  );
}

test.each([
  ["a 502", answer(502)],
  ["a 503", answer(503)],
  ["a 504", answer(504)],
  ["a reset connection", reset],
])("asks again after %s", async (_, play) => {
  expect(await read([play, play])).toBe(200);
  expect(end.requests).toHaveLength(3);
});

test.each([400, 401, 403, 404, 429, 500])("returns a %i as an answer", async (status) => {
  expect(await read([answer(status)])).toBe(status);
  expect(end.requests).toHaveLength(1);
});

test("gives up after three tries, with what the last one brought", async () => {
  expect(await read([answer(503), answer(503), answer(502), answer(200)])).toBe(502);
  expect(await read([reset, reset, reset, answer(200)])).toBe("transient");
});

test("does not repeat a request that failed slowly", async () => {
  expect(await read([answer(503)], { takes: 2500 })).toBe(503);
  expect(end.requests).toHaveLength(1);
});

test("waits longer each time, and never as long as others do", async () => {
  await read([answer(503), answer(503)], { random: 0 });
  await read([answer(503), answer(503)], { random: 0.999 });
  const [first = 0, second = 0, third = 0, fourth = 0] = waits;
  expect([first, second]).toEqual([75, 150]);
  expect(third).toBeGreaterThan(first);
  expect(fourth).toBeGreaterThan(second);
});

test("waits out a limit of up to two seconds, and leaves a longer one to the caller", async () => {
  expect(await read([answer(429, "", { "retry-after": "1" })], { random: 0 })).toBe(200);
  expect(waits).toEqual([1075]);
  expect(await read([answer(429, "", { "retry-after": "3" })])).toBe(429);
  expect(await read([answer(503, "", { "retry-after": "60" })])).toBe(503);
});

test("an answer that is too large is not requested again", async () => {
  const send = () => fetchProvider(end.url, {}, { allowedOrigins: [end.url], maxBytes: 1 });
  end.play = answer(200, "more than that");
  await expect(retryRead(send)).rejects.toThrow("permanent");
  expect(end.requests).toHaveLength(1);
});

test.each([
  [2000, 200],
  [2001, 503],
])("a failure that took %i ms brings %i", async (takes, status) => {
  expect(await read([answer(503)], { takes })).toBe(status);
});

test("a broken connection is asked again only where it broke quickly", async () => {
  expect([await read([reset], { takes: 2000 }), await read([reset], { takes: 2001 })]).toEqual([200, "transient"]);
});

test("each attempt has its own time", async () => {
  expect(await read([answer(503), reset], { takes: 1500 })).toBe(200);
});

test.each([429, 502, 503, 504])("a %i with a time of up to two seconds is waited out", async (status) => {
  expect(await read([answer(status, "", { "retry-after": "2" })], { random: 0 })).toBe(200);
  expect(waits).toEqual([2075]);
  expect(await read([answer(status, "", { "retry-after": "3" })])).toBe(status);
});

test("a limit that ends now is asked again", async () => {
  expect(await read([answer(429, "", { "retry-after": "0" })], { random: 0 })).toBe(200);
  expect(waits).toEqual([75]);
});

test.each([200, 302, 404, 500])("a %i is an answer, whatever time it names", async (status) => {
  expect(await read([answer(status, "", { "retry-after": "1" })])).toBe(status);
  expect(end.requests).toHaveLength(1);
});

test("a bug of ours is not tried again", async () => {
  let attempts = 0;
  const send = () => {
    attempts++;
    return Promise.reject(new TypeError("ours"));
  };
  await expect(retryRead(send)).rejects.toThrow("ours");
  expect(attempts).toBe(1);
});

test("waits by the clock of the machine unless a test has another", async () => {
  const plays = [answer(503), answer(503)];
  const began = performance.now();
  const response = await retryRead(() => {
    end.play = plays.shift() ?? answer(200);
    return fetchProvider(end.url, {}, { allowedOrigins: [end.url] });
  });
  expect([response.status, end.requests.length]).toEqual([200, 3]);
  expect(performance.now() - began).toBeGreaterThan(220);
});
