import { expect, test } from "vitest";
import { keptFor } from "../../lib/providers/slack/container-cache.ts";

/** Counts how often it is asked. */
function counter() {
  let asked = 0;
  return { load: async () => ++asked, asked: () => asked };
}

test("asks once within its time and again after it", async () => {
  const { load } = counter();
  const kept = keptFor<number>(60, 10);
  expect([await kept.read("a", 0, load), await kept.read("a", 59, load)]).toEqual([1, 1]);
  expect(await kept.read("a", 60, load)).toBe(2);
});

test("asks once for all who want to know at the same time", async () => {
  const { load, asked } = counter();
  const kept = keptFor<number>(60, 10);
  await Promise.all([kept.read("a", 0, load), kept.read("a", 0, load)]);
  expect(asked()).toBe(1);
});

test("asks again after it was told to forget, also while the answer is on its way", async () => {
  const { load } = counter();
  const kept = keptFor<number>(60, 10);
  const first = kept.read("a", 0, load);
  kept.forget("a");
  expect(await kept.read("a", 0, load)).toBe(2);
  await first;
  expect(await kept.read("a", 0, load)).toBe(2);
});

test("asks again where what is kept is too old for the question, however short its time is", async () => {
  const { load } = counter();
  const kept = keptFor<number>(60, 10);
  expect([await kept.read("a", 10, load, 10), await kept.read("a", 11, load, 9)]).toEqual([1, 1]);
  expect(await kept.read("a", 11, load, 11)).toBe(2);
  expect(await kept.read("a", 12, load)).toBe(2);
});

test("keeps no failure", async () => {
  const kept = keptFor<number>(60, 10);
  await expect(kept.read("a", 0, () => Promise.reject(new Error("out")))).rejects.toThrow("out");
  expect(await kept.read("a", 0, async () => 1)).toBe(1);
});

test("lets the oldest go when there are too many", async () => {
  const { load } = counter();
  const kept = keptFor<number>(60, 2);
  for (const name of ["a", "b", "c"]) await kept.read(name, 0, load);
  expect(await kept.read("c", 0, load)).toBe(3);
  expect(await kept.read("a", 0, load)).toBe(4);
});
