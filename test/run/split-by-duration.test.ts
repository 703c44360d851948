import { access } from "node:fs/promises";
import { expect, test } from "vitest";
import slowFiles from "./slow-files.json" with { type: "json" };
import { splitByDuration } from "./split-by-duration.ts";

const seconds = { a: 90, b: 50, c: 40, d: 30, e: 30 };

test("gives each part about the same time, and every file to one of them", () => {
  const parts = splitByDuration(["e", "d", "c", "b", "a", "f"], 3, seconds);
  expect(parts.flat().toSorted()).toEqual(["a", "b", "c", "d", "e", "f"]);
  const totals = parts.map((part) => part.reduce((sum, path) => sum + (seconds[path as keyof typeof seconds] ?? 3), 0));
  expect(Math.max(...totals) - Math.min(...totals)).toBeLessThanOrEqual(20);
});

test("is the same in whatever order the files come, since each process divides them by itself", () => {
  expect(splitByDuration(["a", "b", "c", "x", "y"], 2, seconds)).toEqual(
    splitByDuration(["y", "x", "c", "b", "a"], 2, seconds),
  );
});

test("knows the slow files of the clouds, and none that is gone", async () => {
  const paths = Object.keys(slowFiles);
  expect(paths.length).toBeGreaterThan(20);
  await Promise.all(paths.map((path) => access(path)));
});
