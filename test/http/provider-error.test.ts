import { expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { findProviderError, ProviderError, type ProviderFailure } from "../../lib/http/provider-error.ts";
import { fc } from "../support/properties.ts";

const refused = new ProviderError({ kind: "rate", code: "ratelimited", retryAfterSeconds: 3, missingScopes: ["x"] });

test("carries what it was made of", () => {
  expect(refused).toMatchObject({ kind: "rate", code: "ratelimited", retryAfterSeconds: 3, missingScopes: ["x"] });
});

test("contains its kind and nothing of the provider's text", () => {
  expect(String(new ProviderError({ kind: "scope", code: "xoxb-token" }))).toBe(
    "ProviderError: provider failure: scope",
  );
});

test("keeps of a provider's code only what is safe in a log line", () => {
  fc.assert(
    fc.property(fc.string(), (code) => {
      expect(new ProviderError({ kind: "permanent", code }).code).toMatch(/^[\w.:-]{1,64}$/);
    }),
  );
});

test.each(["invalid_grant", "-32600", "a.b:c-d", "x".repeat(64)])("keeps the code %s", (code) => {
  expect(new ProviderError({ kind: "permanent", code }).code).toBe(code);
});

test.each(["", "two words", "xoxb token", "a\n", " a", "a ", "x".repeat(65), "a/b", "é", "a=b"])(
  "keeps nothing of %j but that there was one",
  (code) => {
    expect(new ProviderError({ kind: "permanent", code }).code).toBe("not_a_code");
  },
);

test("has no code where there was none, and what its provider's own rule says", () => {
  const problemOverrides = { detail: "d" };
  const error = new ProviderError({ kind: "scope", problemOverrides });
  expect([error.code, error.name, error.problemOverrides]).toEqual([undefined, "ProviderError", problemOverrides]);
});

test.each([
  ["itself", refused],
  ["an error that wraps it", new Error("outer", { cause: refused })],
  ["an error that wraps it twice", new Error("outer", { cause: new TypeError("inner", { cause: refused }) })],
])("is found in %s", (_, error) => {
  expect(findProviderError(error)).toBe(refused);
});

test("the outer one of two is found", () => {
  const outer = new ProviderError({ kind: "unknown" }, { cause: refused });
  expect(findProviderError(outer)).toBe(outer);
});

test("a problem that wraps it no longer counts as a provider's failure", () => {
  expect(findProviderError(new Problem("rate_limited", { cause: refused }))).toBeUndefined();
});

const circular = new Error("circular");
circular.cause = circular;

test.each([
  ["another error", new Error("provider failure: token")],
  ["an error that causes itself", circular],
  ["a string", "token"],
  ["nothing", undefined],
  ["an object in an error's shape", { name: "ProviderError", kind: "token" }],
  ["an error in its dress", Object.assign(new Error("x"), { name: "ProviderError", kind: "token" })],
])("is not found in %s", (_, thrown) => {
  expect(findProviderError(thrown)).toBeUndefined();
});

test.each<[ProviderFailure, boolean]>([
  [{ kind: "transient" }, true],
  [{ kind: "transient", code: "http_500" }, true],
  [{ kind: "transient", code: "unreachable" }, false],
  [{ kind: "permanent", code: "answer_unexpected" }, true],
  [{ kind: "permanent", code: "answer_too_large" }, true],
  [{ kind: "permanent", code: "http_400" }, false],
  [{ kind: "unknown" }, true],
  [{ kind: "unknown", code: "unreachable" }, true],
  [{ kind: "permanent" }, false],
  [{ kind: "rate" }, false],
  [{ kind: "rate", code: "unreachable" }, false],
  [{ kind: "token" }, false],
])("whether a change that failed with %o may have been carried out: %s", (failure, expected) => {
  expect(new ProviderError(failure).isOutcomeUnknown).toBe(expected);
});
