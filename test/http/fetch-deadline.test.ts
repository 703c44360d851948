import "./lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import { withDeadline, withRequestDeadline } from "../../lib/http/fetch-deadline.ts";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { fetchProvider } from "../../lib/http/provider-fetch.ts";
import { elapsedWithoutStalls } from "../support/elapsed-without-stalls.ts";
import { dribble, hang, json, startTestServer } from "../support/test-server.ts";

const end = await startTestServer();
afterAll(() => end.close());

const ask = (fetch: typeof globalThis.fetch, init: RequestInit = {}) =>
  fetchProvider(end.url, init, { allowedOrigins: [end.url], fetch }).then(
    ({ status }) => status,
    (error: unknown) => findProviderError(error)?.kind,
  );

test("lets through what is answered in time", async () => {
  end.play = json({});
  expect(await ask(withDeadline(5000, fetch))).toBe(200);
});

test.each([
  ["does not answer", hang],
  ["answers a byte at a time", dribble(10)],
])("ends a request to a server that %s", async (_, play) => {
  end.play = play;
  expect(await ask(withDeadline(50, fetch))).toBe("transient");
});

test("counts from its creation, over all requests", async () => {
  end.play = json({});
  const limited = withDeadline(5000, fetch);
  expect(await ask(limited)).toBe(200);
  await expect.poll(() => ask(limited)).toBe("transient");
});

test("calls of one request share its time, those of another have their own", async () => {
  end.play = hang;
  const [first, second] = [{}, {}];
  const { ms } = await elapsedWithoutStalls(async () => {
    expect(await ask(withRequestDeadline(first, 50, fetch))).toBe("transient");
    expect(await ask(withRequestDeadline(first, 60_000, fetch))).toBe("transient");
  });
  expect(ms).toBeLessThan(9000);
  end.play = json({});
  expect(await ask(withRequestDeadline(second, 60_000, fetch))).toBe(200);
});

test("a request keeps its own end, beside the shared one", async () => {
  end.play = hang;
  const ownEnd = (signal: AbortSignal) => withDeadline(60_000, fetch)(end.url, { signal });
  await expect(ownEnd(AbortSignal.timeout(20))).rejects.toThrow(expect.objectContaining({ name: "TimeoutError" }));
  await expect(ownEnd(AbortSignal.abort(new Error("given up")))).rejects.toThrow("given up");
  const patient = withDeadline(20, fetch)(end.url, { signal: new AbortController().signal });
  await expect(patient).rejects.toThrow(expect.objectContaining({ name: "TimeoutError" }));
});

test("a request without settings of its own has the deadline too", async () => {
  end.play = hang;
  await expect(withDeadline(20, fetch)(end.url)).rejects.toThrow(expect.objectContaining({ name: "TimeoutError" }));
});

test("what a request sends is sent", async () => {
  end.play = json({});
  end.requests.length = 0;
  await withDeadline(60_000, fetch)(end.url, { method: "POST", body: "text", headers: { "x-a": "1" } });
  expect(end.requests).toMatchObject([{ method: "POST", body: "text", headers: { "x-a": "1" } }]);
});
