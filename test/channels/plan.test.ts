import { expect, test } from "vitest";
import { planFor } from "../../lib/channels/plan.ts";
import { aChannel } from "./support/a-channel.ts";

const now = 1_800_000_000;
const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name);
const wanted = [
  { name: "a", kind: "x" },
  { name: "b", kind: "x" },
];

function plan(...args: Parameters<typeof planFor>) {
  const { open, stop, tend } = planFor(...args);
  return { open: names(open), stop: names(stop), tend: names(tend) };
}

test("opens what is wanted and not there, stops what is there and not wanted", () => {
  const there = [aChannel({ name: "b" }), aChannel({ name: "c" })];
  expect(plan(wanted, there, now)).toEqual({ open: ["a"], stop: ["c"], tend: [] });
});

test("looks at what is due, and at what rested while its account was not connected", () => {
  const there = [aChannel({ name: "a", dueAt: now }), aChannel({ name: "b", dueAt: undefined })];
  expect(plan(wanted, there, now).tend).toEqual(["a", "b"]);
});

test("leaves alone what is not due yet", () => {
  const there = [aChannel({ name: "a", dueAt: now + 1 }), aChannel({ name: "b", dueAt: now + 1 })];
  expect(plan(wanted, there, now)).toEqual({ open: [], stop: [], tend: [] });
});

test("looks at one that is past its end, due or not", () => {
  expect(plan([{ name: "a", kind: "x" }], [aChannel({ name: "a", expiresAt: now - 1 })], now).tend).toEqual(["a"]);
});

test("makes one anew that is named, due or not", () => {
  const there = [aChannel({ name: "a" }), aChannel({ name: "b" })];
  expect(plan(wanted, there, now, "b").tend).toEqual(["b"]);
});

test("opens and stops nothing where the user chooses each one", () => {
  expect(plan("chosen", [aChannel({ name: "c", dueAt: now })], now)).toEqual({ open: [], stop: [], tend: ["c"] });
});

test("does not try to stop again at once what could not be stopped", () => {
  const failing = aChannel({ name: "c", failures: 1, stopping: true });
  expect(plan([], [failing], now).stop).toEqual([]);
  expect(plan([], [{ ...failing, dueAt: now }], now).stop).toEqual(["c"]);
});
