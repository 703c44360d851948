import { expect, test } from "vitest";
import {
  createFileCachePolicy,
  fileCachePrefix,
  isFileCacheName,
} from "../../../lib/providers/figma/api/file-cache.ts";
import { normalizeNodeIds } from "../../../lib/providers/figma/api/file-path.ts";

const getName = (depth: number, ids?: string) => createFileCachePolicy("K", { depth, ids }).name;

test.each([
  ["1:2,1:10", "1:10,1:2"],
  ["1:10,1:2,1:2", "1:10,1:2"],
  [",1:2,,", "1:2"],
  ["", undefined],
  [",", undefined],
])("node ids %j are the question %j", (given, normalized) => {
  expect(normalizeNodeIds(given)).toBe(normalized);
});

test("each depth has a name of its own, and nodes never have that of a depth", () => {
  const depths = Array.from({ length: 10 }, (_, at) => getName(at + 1));
  expect(new Set(depths).size).toBe(10);
  expect(depths).not.toContain(getName(2, "1:2"));
  for (const name of [...depths, getName(2, "1:2")]) {
    expect(name.startsWith(fileCachePrefix("K"))).toBe(true);
    expect([isFileCacheName(name), name.startsWith(fileCachePrefix("K2"))]).toEqual([true, false]);
  }
});

test("any number of node lists share sixteen names", () => {
  const names = Array.from({ length: 500 }, (_, at) => getName(1 + (at % 10), `1:${at}`));
  expect(new Set(names).size).toBe(16);
});

test("what is cached of another part under the same name does not count", () => {
  const mine = createFileCachePolicy("K", { depth: 2, ids: "1:2" });
  const ids = Array.from({ length: 500 }, (_, at) => `9:${at}`).find((one) => getName(2, one) === mine.name);
  const other = createFileCachePolicy("K", { depth: 2, ids });
  const file = { name: "F", lastModified: "2026-01-01T00:00:00Z", version: "1", document: { id: "0:0" } };
  expect(mine.schema.safeParse({ part: mine.part, file }).success).toBe(true);
  expect(mine.schema.safeParse({ part: other.part, file }).success).toBe(false);
});
