import { expect, test } from "vitest";
import { carriedOut, failed, failureOf, type ProviderFailure, problemOf } from "../../lib/http/provider-failure.ts";
import { fc } from "../support/properties.ts";

const shown = (failure: ProviderFailure, members: object = {}) => {
  const { code, status, message, retryAfter, members: extra } = problemOf(failure, "Slack", members);
  return { code, status, message, retryAfter, ...extra };
};

test.each<[ProviderFailure["class"], string, number]>([
  ["token", "reconnect_required", 409],
  ["reconnect", "reconnect_required", 409],
  ["scope", "insufficient_permissions", 403],
  ["rate", "rate_limited", 429],
  ["absent", "not_found", 404],
  ["transient", "provider_unavailable", 503],
  ["unknown", "outcome_unknown", 409],
  ["config", "provider_error", 502],
  ["permanent", "provider_error", 502],
])("shows a failure of class %s as %s", (failure, code, status) => {
  expect(shown({ class: failure })).toMatchObject({ code, status });
});

test.each([
  ["nothing", undefined, 60],
  ["nought", 0, 1],
  ["a minute", 60, 60],
  ["three days", 259_200, 86_400],
  ["thirty years", 1e9, 86_400],
])("passes a limit of %s on, at least a second and at most a day", (_, retryAfter, expected) => {
  const failure = retryAfter === undefined ? { class: "rate" as const } : { class: "rate" as const, retryAfter };
  expect(shown(failure).retryAfter).toBe(expected);
});

test.each([
  [undefined, 5],
  [30, 30],
  [1e9, 86_400],
])("asks to wait %s seconds for a provider that is out", (retryAfter, expected) => {
  const failure = { class: "transient" as const, ...(retryAfter === undefined ? {} : { retryAfter }) };
  expect(shown(failure).retryAfter).toBe(expected);
});

test("names the scopes that are missing and where to get them", () => {
  const reconnectUrl = "https://app.example.com/x";
  expect(shown({ class: "scope", missingScopes: ["chat:write"] }, { reconnectUrl })).toMatchObject({
    missingScopes: ["chat:write"],
    reconnectUrl,
  });
});

test("never shows a provider's code to a client", () => {
  expect(JSON.stringify(shown({ class: "permanent", code: "some_code" }))).not.toContain("some_code");
});

test("gives an error to throw that says its class and nothing of the provider's", () => {
  expect(String(failed({ class: "scope", code: "xoxb-token" }))).toBe("ProviderFailure: provider failure: scope");
});

test("knows a failure again by the error that was thrown for it", () => {
  expect(failureOf(failed({ class: "rate", retryAfter: 3 }))).toEqual({ class: "rate", retryAfter: 3 });
});

test.each([
  ["another error", new Error("provider failure: token")],
  ["a string", "token"],
  ["nothing", undefined],
  ["an object in an error's shape", { name: "ProviderFailure", class: "token" }],
])("takes %s for no provider's failure", (_, thrown) => {
  expect(failureOf(thrown)).toBeUndefined();
});

test("keeps of a provider's code only what is safe in a log line", () => {
  fc.assert(
    fc.property(fc.string(), (code) => {
      expect(failureOf(failed({ class: "permanent", code }))?.code).toMatch(/^[\w.:-]{0,64}$/);
    }),
  );
});

test.each<[ProviderFailure, ProviderFailure["class"]]>([
  [{ class: "transient" }, "unknown"],
  [{ class: "transient", code: "http_500" }, "unknown"],
  [{ class: "permanent", code: "answer_unexpected" }, "unknown"],
  [{ class: "permanent", code: "answer_too_large" }, "unknown"],
  [{ class: "transient", code: "unreachable" }, "transient"],
  [{ class: "permanent", code: "http_400" }, "permanent"],
  [{ class: "rate" }, "rate"],
  [{ class: "token" }, "token"],
])("of a change that failed with %o it is %s whether it was done", async (failure, expected) => {
  const thrown = await carriedOut(() => Promise.reject(failed(failure))).catch((error: unknown) => error);
  expect(failureOf(thrown)?.class).toBe(expected);
});

test("a change that succeeds, or fails for a reason of our own, is what it was", async () => {
  expect(await carriedOut(async () => "done")).toBe("done");
  await expect(carriedOut(() => Promise.reject(new TypeError("ours")))).rejects.toThrow("ours");
});
