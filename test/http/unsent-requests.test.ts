// Which failures of a connection say that nothing was sent, so that a change can be tried again.
import { afterAll, expect, test } from "vitest";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { fetchProvider } from "../../lib/http/provider-fetch.ts";
import { answer, type Play, startTestServer } from "../support/test-server.ts";

const provider = await startTestServer();
afterAll(() => provider.close());

const failureFrom = async (work: Promise<unknown>) => findProviderError(await work.catch((error: unknown) => error));

/** The failure of a request whose connection fails with this error. */
const failWith = (thrown: unknown) =>
  failureFrom(
    fetchProvider(
      "https://slack.com/api",
      {},
      {
        allowedOrigins: ["https://slack.com"],
        fetch: () => Promise.reject(thrown),
      },
    ),
  );
const causedBy = (cause: unknown) => new TypeError("fetch failed", { cause });
const withCode = (code: unknown) => Object.assign(new Error("hunter2"), { code });

test.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"])(
  "%s: nothing was sent",
  async (code) => {
    expect(await failWith(causedBy(withCode(code)))).toMatchObject({ kind: "transient", code: "unreachable" });
  },
);

test.each<[string, unknown, string]>([
  ["a connection that ended", causedBy(withCode("ECONNRESET")), "TypeError"],
  ["a code that is only like one", causedBy(withCode("ENOTFOUND2")), "TypeError"],
  ["a cause without a code", causedBy(new Error("ENOTFOUND")), "TypeError"],
  ["a cause that is no error", causedBy({ code: "ENOTFOUND" }), "TypeError"],
  ["no cause", causedBy(undefined), "TypeError"],
  ["the code of the error itself", withCode("ENOTFOUND"), "Error"],
  ["an object like an error", { cause: withCode("ENOTFOUND") }, "unknown"],
  ["a text", "hunter2", "unknown"],
  ["nothing", undefined, "unknown"],
])("%s: something may have been sent", async (_, thrown, code) => {
  expect(await failWith(thrown)).toMatchObject({ kind: "transient", code });
});

test("says of a server that does not listen that nothing was sent", async () => {
  const gone = await startTestServer();
  await gone.close();
  const failure = await failureFrom(fetchProvider(gone.url, {}, { allowedOrigins: [gone.url] }));
  expect(failure).toMatchObject({ kind: "transient", code: "unreachable" });
});

const breakOff =
  (status: number): Play =>
  (response) => {
    response.writeHead(status, { "content-length": "100" });
    response.write("half", () => response.destroy());
  };
const ask = async (play: Play) => {
  provider.play = play;
  return fetchProvider(provider.url, {}, { allowedOrigins: [provider.url] });
};

test.each([400, 499])("an answer with status %i that breaks off says that nothing was done", async (status) => {
  const response = await ask(breakOff(status));
  expect([response.status, await response.text()]).toEqual([status, ""]);
});

test.each([200, 302, 399, 500, 503])("one with status %i that breaks off says nothing", async (status) => {
  expect(await failureFrom(ask(breakOff(status)))).toMatchObject({ kind: "transient" });
});

test.each([500, 200])("one with status %i that is too large says so", async (status) => {
  const play = answer(status, "x".repeat(1_000_001));
  expect(await failureFrom(ask(play))).toMatchObject({ kind: "permanent", code: "answer_too_large" });
});

test.each([204, 205, 304])("an answer of status %i has no body", async (status) => {
  const response = await ask(answer(status, "", { "x-page": "2" }));
  expect([response.status, response.body, response.headers.get("x-page")]).toEqual([status, null, "2"]);
});

test("reads up to a million bytes unless told otherwise", async () => {
  expect((await (await ask(answer(200, "x".repeat(1_000_000)))).text()).length).toBe(1_000_000);
});
