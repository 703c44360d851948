import { expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { ProviderError } from "../../lib/http/provider-error.ts";
import { BusyError } from "../../lib/webhooks/busy-error.ts";
import { DeliveryError } from "../../lib/webhooks/delivery-error.ts";
import { getFailureCode, getRetryDelay } from "../../lib/webhooks/retry.ts";

const randomOne = () => 1;
const randomZero = () => 0;
const now = 1_800_000_000_000;

const delays = (error: unknown, random: () => number) =>
  [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => getRetryDelay(error, attempt, now, random));

test("waits longer after each failure, two minutes at most", () => {
  expect(delays(new Error("x"), randomOne)).toEqual([10, 20, 40, 80, 120, 120, 120, 120]);
});

test.each([
  ["a provider that fails", new ProviderError({ kind: "transient" })],
  ["a limit", new ProviderError({ kind: "rate" })],
  ["a wrong client secret", new ProviderError({ kind: "config" })],
  ["a store that is busy", new Problem("provider_unavailable")],
  ["a limit of ours", new Problem("rate_limited")],
  ["a stage without its settings", new Problem("not_configured")],
])("outlasts an outage of half a day: %s", (_, error) => {
  const waits = Array.from({ length: 13 }, (_, at) => getRetryDelay(error, at + 1, now, randomZero));
  expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(11 * 3600);
  // SQS hides a message for up to 12 hours after it was received.
  expect(getRetryDelay(error, 30, now, randomOne)).toBeLessThanOrEqual(43_200 - 60);
});

test("spreads the next attempts, over half of the time", () => {
  expect(delays(new Error("x"), randomZero)).toEqual([5, 10, 20, 40, 60, 60, 60, 60]);
});

test.each([
  ["a provider's limit", new ProviderError({ kind: "rate", retryAfterSeconds: 120 })],
  ["a provider's outage", new ProviderError({ kind: "transient", retryAfterSeconds: 120 })],
  ["a problem that says when", new Problem("rate_limited", { retryAfter: 120 })],
])("waits as long as %s asks for, and no shorter than it would have", (_, error) => {
  expect([getRetryDelay(error, 1, now, randomZero), getRetryDelay(error, 8, now, randomZero)]).toEqual([120, 640]);
});

test("waits a quarter of an hour at most, whatever a provider asks for", () => {
  expect(getRetryDelay(new ProviderError({ kind: "rate", retryAfterSeconds: 86_400 }), 1, now, randomOne)).toBe(900);
});

test("retries an unreadable message at once, so that it is set aside soon", () => {
  expect(delays(new DeliveryError("invalid", "unreadable"), randomOne)).toEqual(Array(8).fill(1));
});

test("retries at once what the store never takes", () => {
  expect(delays(new Problem("invalid_request"), randomOne)).toEqual(Array(8).fill(1));
});

test("retries soon what another worker is processing, at the latest after its claim", () => {
  const error = new BusyError(now + 90_000);
  expect(delays(error, randomOne)).toEqual([10, 20, 40, 80, 96, 96, 96, 96]);
  expect(getRetryDelay(new BusyError(now - 1), 8, now, randomZero)).toBe(1);
});

test.each([
  [new ProviderError({ kind: "rate", code: "ratelimited" }), "provider_rate"],
  [new Problem("provider_unavailable", { detail: "a text" }), "provider_unavailable"],
  [new DeliveryError("invalid", "not_json"), "not_json"],
  [new TypeError("a foreign text"), "internal"],
  ["a string", "internal"],
  [undefined, "internal"],
])("%# names a failure by a word of ours", (error, code) => {
  expect(getFailureCode(error)).toBe(code);
});

test("an error that only calls itself invalid, and a delivery that is ignored, have no word of their own", () => {
  const impostor = Object.assign(new Error("secret"), { name: "DeliveryError", kind: "invalid", code: "secret" });
  expect([getFailureCode(impostor), getFailureCode(new DeliveryError("ignored", "ping"))]).toEqual([
    "internal",
    "internal",
  ]);
});

const wrapError = (cause: Error) => new Error("outer", { cause });

test("recognizes an error that was wrapped", () => {
  const limited = new ProviderError({ kind: "rate", retryAfterSeconds: 120 });
  const errors = [limited, new DeliveryError("invalid", "not_json"), new BusyError(now + 90_000)].map(wrapError);
  expect(errors.map(getFailureCode)).toEqual(["provider_rate", "not_json", "internal"]);
  expect(errors.map((error) => getRetryDelay(error, 8, now, randomOne))).toEqual([1280, 1, 96]);
});

test.each([
  ["a refused request", new ProviderError({ kind: "permanent" })],
  ["a lost token", new ProviderError({ kind: "token" })],
  ["a missing resource", new ProviderError({ kind: "absent" })],
  ["an account that is not connected", new Problem("not_connected")],
])("gives up soon on %s, which is no outage", (_, error) => {
  expect(getRetryDelay(error, 12, now, randomOne)).toBe(120);
});

test("waits no shorter than it would have where less is asked for", () => {
  const limited = new ProviderError({ kind: "rate", retryAfterSeconds: 3 });
  expect(getRetryDelay(limited, 1, now, randomOne)).toBe(10);
});

test("rounds up to whole seconds, which SQS takes", () => {
  expect(getRetryDelay(new Error("x"), 1, now, () => 0.01)).toBe(6);
  expect(getRetryDelay(new ProviderError({ kind: "rate", retryAfterSeconds: 100.2 }), 1, now, randomZero)).toBe(101);
  expect(getRetryDelay(new BusyError(now + 1500), 8, now, randomZero)).toBe(3);
});

test("spreads what waits for the same claim over five seconds", () => {
  const waits = [0, 0.5, 1].map((random) => getRetryDelay(new BusyError(now + 10_000), 8, now, () => random));
  expect(waits).toEqual([11, 14, 16]);
});

test("counts from now, with a jitter that differs, unless told otherwise", () => {
  const delay = getRetryDelay(new BusyError(Date.now() + 10_000), 8);
  expect(delay).toBeGreaterThanOrEqual(10);
  expect(delay).toBeLessThanOrEqual(17);
  const several = Array.from({ length: 40 }, () => getRetryDelay(new Error("x"), 4));
  expect(Math.min(...several)).toBeGreaterThanOrEqual(40);
  expect(Math.max(...several)).toBeLessThanOrEqual(80);
  expect(new Set(several).size).toBeGreaterThan(1);
});
