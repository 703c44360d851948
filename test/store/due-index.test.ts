import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { dueFields } from "../../lib/store/due-index.ts";
import { fc } from "../support/properties.ts";

const now = 1_800_000_000;
const day = 86_400;
const dueAt = (days: number, random?: (limit: number) => number) => dueFields("id-1", days, now, random).dueAt ?? 0;

test("never comes due where no refresh token lapses", () => {
  expect(dueFields("id-1", undefined, now)).toEqual({ due: undefined, dueAt: undefined });
});

test("comes due on the last day at the latest", () => {
  expect(dueAt(30, () => 0)).toBe(now + 30 * day);
});

test("comes due in the last fifth of the time at the earliest", () => {
  expect(dueAt(30, (limit) => limit - 1)).toBe(now + 24 * day + 1);
});

test("spreads connections made in one second over days", () => {
  const hours = new Set(Array.from({ length: 1000 }, () => Math.floor(dueAt(30) / 3600)));
  expect(hours.size).toBeGreaterThan(100);
});

test("stays within the time for every random number", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 365 }), (days) => {
      const wait = dueAt(days) - now;
      expect(wait > days * day * 0.8 - 1 && wait <= days * day).toBe(true);
    }),
  );
});

test("puts a connection into the same shard every time", () => {
  expect(dueFields("id-1", 30, now).due).toBe(dueFields("id-1", 90, now + 5).due);
});

test("uses all thirty-two shards about evenly", () => {
  const counts = new Map<string, number>();
  for (let n = 0; n < 3200; n++) {
    const shard = dueFields(`id-${n}`, 30, now).due ?? "";
    counts.set(shard, (counts.get(shard) ?? 0) + 1);
  }
  expect([...counts.keys()].toSorted()).toEqual(Array.from({ length: 32 }, (_, n) => `due#${n}`).toSorted());
  expect(Math.max(...counts.values())).toBeLessThan(200);
});
