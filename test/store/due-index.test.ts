import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { dueFields, moveDueFields } from "../../lib/store/due-index.ts";
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

const inDays = (days: number) => now + days * day;

test.each([51, 90, 100])("after a refresh, a due time %i of 100 days away stays where it is", (away) => {
  expect(moveDueFields({ id: "id-1", dueAt: inDays(away) }, 100, now).dueAt).toBe(inDays(away));
});

test.each([-3, 0, 49, 101])("after a refresh, one %i of 100 days away is set anew, within the last fifth", (away) => {
  const moved = moveDueFields({ id: "id-1", dueAt: inDays(away) }, 100, now).dueAt ?? 0;
  expect(moved).toBeGreaterThan(inDays(79.9));
  expect(moved).toBeLessThanOrEqual(inDays(100));
});

test("a connection that cannot lapse any more leaves the index", () => {
  const fields = moveDueFields({ id: "id-1", dueAt: inDays(90) }, undefined, now);
  expect(fields).toEqual({ due: undefined, dueAt: undefined });
});
