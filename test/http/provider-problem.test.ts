import { expect, test } from "vitest";
import { findProviderError, ProviderError, type ProviderFailure } from "../../lib/http/provider-error.ts";
import { failureToProblem, sendOnce } from "../../lib/http/provider-problem.ts";

const showProblem = (failure: ProviderFailure, members: object = {}) => {
  const { code, status, message, retryAfter, members: extra } = failureToProblem(failure, "Slack", members);
  return { code, status, message, retryAfter, ...extra };
};

test.each<[ProviderFailure["kind"], string, number]>([
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
  expect(showProblem({ kind: failure })).toMatchObject({ code, status });
});

test.each([
  ["nothing", undefined, 60],
  ["nought", 0, 1],
  ["a minute", 60, 60],
  ["three days", 259_200, 86_400],
  ["thirty years", 1e9, 86_400],
])("passes a limit of %s on, at least a second and at most a day", (_, retryAfter, expected) => {
  const failure =
    retryAfter === undefined ? { kind: "rate" as const } : { kind: "rate" as const, retryAfterSeconds: retryAfter };
  expect(showProblem(failure).retryAfter).toBe(expected);
});

test.each([
  [undefined, 5],
  [30, 30],
  [1e9, 86_400],
])("asks to wait %s seconds for a provider that is out", (retryAfter, expected) => {
  const failure = {
    kind: "transient" as const,
    ...(retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter }),
  };
  expect(showProblem(failure).retryAfter).toBe(expected);
});

test("names the scopes that are missing and where to get them", () => {
  const reconnectUrl = "https://app.example.com/x";
  expect(showProblem({ kind: "scope", missingScopes: ["chat:write"] }, { reconnectUrl })).toMatchObject({
    missingScopes: ["chat:write"],
    reconnectUrl,
  });
});

test("names no scopes and no place where none are known", () => {
  expect(showProblem({ kind: "scope" })).toMatchObject({ missingScopes: [] });
  expect(Object.keys(failureToProblem({ kind: "scope" }, "Slack").members)).toEqual(["missingScopes"]);
  for (const kind of ["token", "reconnect", "rate", "absent", "transient", "unknown", "config", "permanent"] as const)
    expect(failureToProblem({ kind }, "Slack").members).toEqual({});
});

test.each(["token", "reconnect"] as const)("says with a failure of class %s where to connect again", (kind) => {
  expect(failureToProblem({ kind }, "Slack", { reconnectUrl: "x" }).members).toEqual({ reconnectUrl: "x" });
});

test.each<[ProviderFailure["kind"], string]>([
  ["rate", "Slack is limiting requests. Try again later."],
  ["absent", "Slack has nothing under this name, or does not show it to you."],
  ["transient", "Slack did not answer. Try again in a moment."],
  ["unknown", "Slack did not say whether it was done. Look there before you try again."],
  ["config", "Slack refused the request."],
  ["permanent", "Slack refused the request."],
])("says of a failure of class %s whose it is, by the name that people know", (kind, detail) => {
  expect(failureToProblem({ kind }, "Slack").message).toBe(detail);
});

test("offers to connect again only where that helps", () => {
  for (const kind of ["rate", "absent", "transient", "unknown", "config", "permanent"] as const)
    expect(failureToProblem({ kind }, "Slack", { reconnectUrl: "x" }).members).toEqual({});
});

test.each(["scope", "token", "absent", "unknown", "config", "permanent"] as const)(
  "names no time to wait for a failure of class %s",
  (kind) => {
    expect(failureToProblem({ kind, retryAfterSeconds: 30 }, "Slack").retryAfter).toBeUndefined();
  },
);

test("says what a provider's own rule says instead, beside what is said anyway", () => {
  const problemOverrides = { detail: "The file is gone.", members: { fileId: "f-1" } };
  expect(showProblem({ kind: "scope", missingScopes: ["a"], problemOverrides })).toMatchObject({
    message: "The file is gone.",
    missingScopes: ["a"],
    fileId: "f-1",
  });
  expect(showProblem({ kind: "rate", problemOverrides: { members: { fileId: "f-1" } } })).toMatchObject({
    message: "Slack is limiting requests. Try again later.",
    retryAfter: 60,
    fileId: "f-1",
  });
});

test("has no cause where the failure was none that was thrown", () => {
  expect(failureToProblem({ kind: "absent" }, "Slack").cause).toBeUndefined();
});

test("never shows a provider's code to a client", () => {
  expect(JSON.stringify(showProblem({ kind: "permanent", code: "some_code" }))).not.toContain("some_code");
});

test("keeps the failure that a client's answer was made of as its cause", () => {
  const error = new ProviderError({ kind: "absent" });
  expect(failureToProblem(error, "Slack").cause).toBe(error);
});

test.each<[ProviderFailure, ProviderFailure["kind"]]>([
  [{ kind: "transient" }, "unknown"],
  [{ kind: "transient", code: "http_500" }, "unknown"],
  [{ kind: "permanent", code: "answer_unexpected" }, "unknown"],
  [{ kind: "permanent", code: "answer_too_large" }, "unknown"],
  [{ kind: "transient", code: "unreachable" }, "transient"],
  [{ kind: "permanent", code: "http_400" }, "permanent"],
  [{ kind: "rate" }, "rate"],
  [{ kind: "token" }, "token"],
])("of a change that failed with %o it is %s whether it was done", async (failure, expected) => {
  const thrown = await sendOnce(() => Promise.reject(new ProviderError(failure))).catch((error: unknown) => error);
  expect(findProviderError(thrown)?.kind).toBe(expected);
});

test("an unknown outcome keeps the original failure as its cause", async () => {
  const error = new ProviderError({ kind: "transient", code: "http_500" });
  await expect(sendOnce(() => Promise.reject(error))).rejects.toMatchObject({ code: "http_500", cause: error });
});

test("a change that succeeds, or fails for another reason, is passed on unchanged", async () => {
  expect(await sendOnce(async () => "done")).toBe("done");
  await expect(sendOnce(() => Promise.reject(new TypeError("ours")))).rejects.toThrow("ours");
});

test("an unknown outcome has all else that the failure said", async () => {
  const failure = { kind: "transient", code: "http_503", retryAfterSeconds: 7, missingScopes: ["a"] } as const;
  const thrown = await sendOnce(() => Promise.reject(new ProviderError(failure))).catch((error: unknown) => error);
  expect(thrown).toMatchObject({ ...failure, kind: "unknown" });
});

test("a change that was known to have failed is passed on as the very error", async () => {
  const error = new ProviderError({ kind: "rate" });
  expect(await sendOnce(() => Promise.reject(error)).catch((thrown: unknown) => thrown)).toBe(error);
});
