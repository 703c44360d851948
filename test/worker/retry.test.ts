import { expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { failed } from "../../lib/http/provider-failure.ts";
import { pointless, unreadable } from "../../lib/webhooks/reading.ts";
import { busy, failureCode, isBusy, retryDelay } from "../../lib/webhooks/retry.ts";

const longest = () => 1;
const shortest = () => 0;
const now = 1_800_000_000_000;

const delays = (error: unknown, random: () => number) =>
  [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => retryDelay(error, attempt, now, random));

test("waits longer after each failure, ten minutes at most", () => {
  expect(delays(new Error("x"), longest)).toEqual([10, 20, 40, 80, 160, 320, 600, 600]);
});

test("spreads the next attempts, over half of the time", () => {
  expect(delays(new Error("x"), shortest)).toEqual([5, 10, 20, 40, 80, 160, 300, 300]);
});

test.each([
  ["a provider's limit", failed({ class: "rate", retryAfter: 120 })],
  ["a provider's outage", failed({ class: "transient", retryAfter: 120 })],
  ["a problem that says when", new Problem("rate_limited", { retryAfter: 120 })],
])("waits as long as %s asks for, and no shorter than it would have", (_, error) => {
  expect([retryDelay(error, 1, now, shortest), retryDelay(error, 8, now, shortest)]).toEqual([120, 300]);
});

test("waits a quarter of an hour at most, whatever a provider asks for", () => {
  expect(retryDelay(failed({ class: "rate", retryAfter: 86_400 }), 1, now, longest)).toBe(900);
});

test("tries at once again what can never be read, so that it is set aside soon", () => {
  expect(delays(unreadable(), longest)).toEqual(Array(8).fill(1));
});

test("looks again at what somebody else is at soon, and after their time at the latest", () => {
  const error = busy(now + 90_000);
  expect(isBusy(error)).toBe(true);
  expect(delays(error, longest)).toEqual([10, 20, 40, 80, 96, 96, 96, 96]);
  expect(retryDelay(busy(now - 1), 8, now, shortest)).toBe(1);
});

test.each([
  [failed({ class: "rate", code: "ratelimited" }), "provider_rate"],
  [new Problem("provider_unavailable", { detail: "a text" }), "provider_unavailable"],
  [unreadable("odd"), "odd"],
  [new TypeError("a foreign text"), "internal"],
  ["a string", "internal"],
  [undefined, "internal"],
])("%# names a failure by a word of ours", (error, code) => {
  expect(failureCode(error)).toBe(code);
});

test("an error that only calls itself unreadable or pointless has no say", () => {
  const impostor = Object.assign(new Error("secret"), { name: "Unreadable" });
  expect([failureCode(impostor), failureCode(pointless("over"))]).toEqual(["internal", "internal"]);
});
