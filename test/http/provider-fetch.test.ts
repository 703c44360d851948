import { gzipSync } from "node:zlib";
import { afterAll, beforeEach, expect, test } from "vitest";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { fetchProvider } from "../../lib/http/provider-fetch.ts";
import { elapsedWithoutStalls } from "../support/elapsed-without-stalls.ts";
import {
  answer,
  answerEndlessly,
  dribble,
  hang,
  json,
  type Play,
  reset,
  startTestServer,
} from "../support/test-server.ts";

const provider = await startTestServer();
const elsewhere = await startTestServer();
afterAll(() => Promise.all([provider.close(), elsewhere.close()]));
beforeEach(() => {
  provider.requests.length = 0;
  elsewhere.requests.length = 0;
});

async function ask(play: Play, limits: { deadlineMs?: number; maxBytes?: number } = {}) {
  provider.play = play;
  return fetchProvider(`${provider.url}/api`, {}, { allowedOrigins: [provider.url], ...limits });
}

const failureFrom = async (work: Promise<unknown>) => findProviderError(await work.catch((error: unknown) => error));

test("hands over status, headers and body", async () => {
  const got = await ask(json({ ok: true }, 201, { "x-page": "2" }));
  expect([got.status, got.headers.get("x-page"), await got.json()]).toEqual([201, "2", { ok: true }]);
});

test("hands over an answer that has no body", async () => {
  expect((await ask(answer(204))).status).toBe(204);
});

test("hands over an error's answer, for its reader to judge", async () => {
  expect((await ask(json({ error: "no" }, 500))).status).toBe(500);
});

test("sends method, headers and body", async () => {
  provider.play = json({});
  const init = { method: "POST", headers: { "x-a": "1" }, body: "text" };
  await fetchProvider(`${provider.url}/api`, init, { allowedOrigins: [provider.url] });
  expect(provider.requests[0]).toMatchObject({ method: "POST", path: "/api", body: "text", headers: { "x-a": "1" } });
});

test("gives up on a provider that hangs", async () => {
  expect(await failureFrom(ask(hang, { deadlineMs: 200 }))).toMatchObject({ kind: "transient", code: "TimeoutError" });
});

test("gives up at the deadline for the whole answer, even while bytes arrive", async () => {
  const { result, ms } = await elapsedWithoutStalls(() => failureFrom(ask(dribble(20), { deadlineMs: 300 })));
  expect(result).toMatchObject({ kind: "transient" });
  expect(ms).toBeLessThan(1500);
});

test("waits ten seconds unless told otherwise", async () => {
  const began = performance.now();
  const { ms } = await elapsedWithoutStalls(() => failureFrom(ask(hang)));
  expect(performance.now() - began).toBeGreaterThan(9_500);
  expect(ms).toBeLessThan(11_500);
});

test("calls a connection that is reset transient", async () => {
  expect(await failureFrom(ask(reset))).toMatchObject({ kind: "transient" });
});

test("calls a provider that cannot be reached transient", async () => {
  const gone = await startTestServer();
  await gone.close();
  const work = fetchProvider(gone.url, {}, { allowedOrigins: [gone.url] });
  expect(await failureFrom(work)).toMatchObject({ kind: "transient" });
});

test("calls an answer that ends in the middle transient", async () => {
  const half: Play = (response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half", () => response.destroy());
  };
  expect(await failureFrom(ask(half))).toMatchObject({ kind: "transient" });
});

test("stops reading at the cap, long before fifty megabytes", async () => {
  const { result, ms } = await elapsedWithoutStalls(() => failureFrom(ask(answerEndlessly(50_000_000))));
  expect(result).toMatchObject({ kind: "permanent", code: "answer_too_large" });
  expect(ms).toBeLessThan(3000);
});

test("measures a compressed body by what it becomes", async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  expect(bomb.length).toBeLessThan(100_000);
  const work = ask(answer(200, bomb, { "content-encoding": "gzip" }));
  expect(await failureFrom(work)).toMatchObject({ kind: "permanent", code: "answer_too_large" });
});

test("reads a compressed body that is small", async () => {
  const body = gzipSync(JSON.stringify({ ok: true }));
  expect(await (await ask(answer(200, body, { "content-encoding": "gzip" }))).json()).toEqual({ ok: true });
});

test.each([
  [100, 100],
  [99, undefined],
])("reads a body of %i bytes up to a cap of a hundred", async (maxBytes, length) => {
  const got = await ask(answer(200, "x".repeat(100)), { maxBytes }).catch(() => undefined);
  expect((await got?.text())?.length).toBe(length);
});

test.each([301, 302, 303, 307, 308])("does not follow a redirect with status %i", async (status) => {
  const got = await ask(answer(status, "", { location: `${elsewhere.url}/steal` }));
  expect([got.status, elsewhere.requests.length, provider.requests.length]).toEqual([status, 0, 1]);
});

test("asks once: nothing is sent again by itself", async () => {
  await failureFrom(ask(reset));
  expect(provider.requests).toHaveLength(1);
});

test("says nothing of the address or of what was sent in a failure", async () => {
  const error = await fetchProvider("https://10.0.0.1/?token=hunter2", {}, { allowedOrigins: [] }).catch(String);
  expect(error).not.toMatch(/hunter2|10\.0\.0\.1/);
});

const breakOff: Play = (response) => {
  response.writeHead(429, { "content-length": "100", "retry-after": "7" });
  response.write("half", () => response.destroy());
};

test.each<[string, Play]>([
  ["is far too long", answer(429, "x".repeat(2_000_000), { "retry-after": "7" })],
  ["breaks off", breakOff],
])("takes a refusal for one by its status, though its body %s: a change was not made", async (_, play) => {
  const response = await ask(play);
  expect([response.status, response.headers.get("retry-after"), await response.text()]).toEqual([429, "7", ""]);
});
