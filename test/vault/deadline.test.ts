import { expect, test } from "vitest";
import { within } from "../../lib/deadline.ts";
import { retrying } from "../../lib/vault/deadline.ts";
import { lived } from "../support/lived.ts";
import { millisecondsOf } from "./world.ts";

const forever = () => new Promise<never>(() => {});
const failing = () => {
  const state = { tries: 0 };
  const attempt = async () => {
    state.tries++;
    throw new Error("busy");
  };
  return { state, attempt };
};
const never = new AbortController().signal;

test("ends work that ignores its signal", async () => {
  await expect(within(20, forever)).rejects.toMatchObject({ name: "TimeoutError" });
});

test("doubles the longest pause before each further try", async () => {
  const { state, attempt } = failing();
  const settings = { attempts: 4, baseMs: 20, random: () => 1 };
  const took = await millisecondsOf(() => retrying(attempt, () => true, never, settings).catch(() => {}));
  expect(state.tries).toBe(4);
  expect(took).toBeGreaterThanOrEqual(20 + 40 + 80 - 5);
});

test("pauses for a random part of the longest pause", async () => {
  const { attempt } = failing();
  const settings = { attempts: 4, baseMs: 2000, random: () => 0 };
  const { ms } = await lived(() => retrying(attempt, () => true, never, settings).catch(() => {}));
  expect(ms).toBeLessThan(1000);
});

test("does not try again what is not worth another try", async () => {
  const { state, attempt } = failing();
  await expect(retrying(attempt, () => false, never, { attempts: 4, baseMs: 1, random: Math.random })).rejects.toThrow(
    "busy",
  );
  expect(state.tries).toBe(1);
});

test("stops in the middle of a pause when the time is up", async () => {
  const { state, attempt } = failing();
  const settings = { attempts: 4, baseMs: 60_000, random: () => 1 };
  await expect(within(30, (signal) => retrying(attempt, () => true, signal, settings))).rejects.toThrow();
  expect(state.tries).toBe(1);
});
