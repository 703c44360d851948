import { expect, test } from "vitest";
import { dueFields } from "../../lib/store/due-refreshes.ts";
import { dueShards } from "../../lib/store/table.ts";

const day = 86_400;
const many = Array.from({ length: 2000 }, (_, at) => dueFields(`connection-${at}`, 60, 0));

test("connections are spread evenly over the shards of the index", () => {
  const perShard = Map.groupBy(many, ({ due }) => due);
  expect(perShard.size).toBe(dueShards);
  for (const [, inShard] of perShard) expect(inShard.length).toBeLessThan((2 * many.length) / dueShards);
});

test("connections of one hour are renewed over many days, all within their time", () => {
  const times = many.map(({ dueAt = 0 }) => dueAt);
  expect(Math.min(...times)).toBeGreaterThanOrEqual(48 * day);
  expect(Math.max(...times)).toBeLessThanOrEqual(60 * day);
  expect(new Set(times.map((at) => Math.floor(at / day))).size).toBe(12);
});

test("a connection stays in its shard", () => {
  expect(dueFields("the same", 60, 0).due).toBe(dueFields("the same", 30, 1000).due);
});

test("a provider whose refresh tokens do not lapse has nothing due", () => {
  expect(dueFields("any", undefined, 0)).toEqual({ due: undefined, dueAt: undefined });
});
