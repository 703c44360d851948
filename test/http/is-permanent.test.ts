import { expect, test } from "vitest";
import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { isPermanent } from "../../lib/http/is-permanent.ts";
import { type FailureKind, ProviderError } from "../../lib/http/provider-error.ts";

test("content that does not match its schema fails again", () => {
  expect(isPermanent(z.string().safeParse(1).error)).toBe(true);
  expect(() => z.string().parse(1)).toThrow(expect.toSatisfy(isPermanent));
  expect(isPermanent(new Error("lost", { cause: z.string().safeParse(1).error }))).toBe(true);
  expect(isPermanent(new Error("lost"))).toBe(false);
});

test.each<[FailureKind, boolean]>([
  ["permanent", true],
  ["absent", true],
  ["token", false],
  ["reconnect", false],
  ["config", false],
  ["scope", false],
  ["rate", false],
  ["transient", false],
  ["unknown", false],
])("whether a provider's failure of kind %s comes again: %s", (kind, expected) => {
  const failure = new ProviderError({ kind }, { cause: new TypeError("inner") });
  expect([isPermanent(failure), isPermanent(new Error("outer", { cause: failure }))]).toEqual([expected, expected]);
});

test("what a store never takes fails again, and what it cannot take now does not", () => {
  for (const code of ["invalid_request", "payload_too_large"] as const)
    expect(isPermanent(new Problem(code))).toBe(true);
  for (const code of ["provider_unavailable", "rate_limited", "conflict", "internal"] as const)
    expect(isPermanent(new Problem(code, { cause: new TypeError("inner") }))).toBe(false);
});

test.each([new TypeError("x"), new RangeError("x"), new SyntaxError("x"), new URIError("x")])(
  "a mistake in reading fails again: %o",
  (bug) => {
    expect([isPermanent(bug), isPermanent(new Error("outer", { cause: bug }))]).toEqual([true, true]);
  },
);

test.each([new Error("x"), new ReferenceError("x"), "TypeError", undefined])(
  "nothing is known of other errors: %o",
  (error) => {
    expect(isPermanent(error)).toBe(false);
  },
);
