import { basename } from "node:path";
import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

const files = await sourceFiles(/^(functions|lib|infra|test)\/.*\.tsx?$/);
const lines = files.map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }));
const sorted = lines.map((file) => file.lines).sort((a, b) => a - b);
const quantile = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

test("keeps every file under 250 lines", () => {
  expect(lines.filter((file) => file.lines > 250)).toEqual([]);
});

test("keeps half of the files within 60 lines", () => {
  expect(quantile(0.5)).toBeLessThanOrEqual(60);
});

test("keeps nine files of ten within 150 lines", () => {
  expect(quantile(0.9)).toBeLessThanOrEqual(150);
});

test("gives no file a catch-all name such as utils or helpers", () => {
  const names = /^(utils?|helpers?|common|shared|misc|types|index)\.tsx?$/;
  const registry = "lib/providers/index.ts";
  expect(files.map(({ path }) => path).filter((path) => names.test(basename(path)) && path !== registry)).toEqual([]);
});
