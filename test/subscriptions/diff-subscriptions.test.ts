import { expect, test } from "vitest";
import { diffSubscriptions } from "../../lib/subscriptions/diff-subscriptions.ts";
import { aSubscription } from "./support/a-subscription.ts";

const now = 1_800_000_000;
const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name);
const wanted = [
  { name: "a", kind: "x" },
  { name: "b", kind: "x" },
];

function plan(...args: Parameters<typeof diffSubscriptions>) {
  const { open, stop, renew: tend } = diffSubscriptions(...args);
  return { open: names(open), stop: names(stop), tend: names(tend) };
}

test("opens what is wanted and not there, stops what is there and not wanted", () => {
  const there = [aSubscription({ name: "b" }), aSubscription({ name: "c" })];
  expect(plan(wanted, there, now)).toEqual({ open: ["a"], stop: ["c"], tend: [] });
});

test("checks channels that are due, and channels that paused while their account was not connected", () => {
  const there = [aSubscription({ name: "a", dueAt: now }), aSubscription({ name: "b", dueAt: undefined })];
  expect(plan(wanted, there, now).tend).toEqual(["a", "b"]);
});

test("leaves alone what is not due yet", () => {
  const there = [aSubscription({ name: "a", dueAt: now + 1 }), aSubscription({ name: "b", dueAt: now + 1 })];
  expect(plan(wanted, there, now)).toEqual({ open: [], stop: [], tend: [] });
});

test("checks a channel that is past its end, due or not", () => {
  expect(plan([{ name: "a", kind: "x" }], [aSubscription({ name: "a", expiresAt: now - 1 })], now).tend).toEqual(["a"]);
});

test("opens a requested channel again, due or not", () => {
  const there = [aSubscription({ name: "a" }), aSubscription({ name: "b" })];
  expect(plan(wanted, there, now, "b").tend).toEqual(["b"]);
});

test("opens and stops nothing where the user chooses each one", () => {
  expect(plan("chosen", [aSubscription({ name: "c", dueAt: now })], now)).toEqual({ open: [], stop: [], tend: ["c"] });
});

test("does not try to stop again at once what could not be stopped", () => {
  const failing = aSubscription({ name: "c", failures: 1, stopping: true });
  expect(plan([], [failing], now).stop).toEqual([]);
  expect(plan([], [{ ...failing, dueAt: now }], now).stop).toEqual(["c"]);
});
