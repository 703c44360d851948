import { expect, test } from "vitest";
import type { AcceptedMutant } from "../mutants/accepted.ts";
import { judgeMutants } from "./mutant-report.ts";

const source = 'const label = "key";\n  return a >= b ? [] : label;\n';

const mutant = (status: string, line: number, from: number, to: number, replacement: string, mutatorName = "Any") => ({
  id: "1",
  mutatorName,
  replacement,
  status,
  location: { start: { line, column: from }, end: { line, column: to } },
});
const killed = mutant("Killed", 1, 15, 20, '""', "StringLiteral");
const survivor = mutant("Survived", 2, 10, 16, "a > b", "EqualityOperator");
const reason = "They are never equal.";
const accepted: AcceptedMutant = {
  file: "lib/vault/a.ts",
  line: "return a >= b ? [] : label;",
  mutator: "EqualityOperator",
  replacement: "a > b",
  reason,
};

const report = (files: Readonly<Record<string, readonly object[]>>) =>
  JSON.stringify({
    files: Object.fromEntries(Object.entries(files).map(([name, mutants]) => [name, { source, mutants }])),
  });

test("counts each file, folder and all of them", () => {
  const timedOut = mutant("Timeout", 1, 1, 2, "");
  const broken = mutant("RuntimeError", 1, 1, 2, "");
  const uncovered = mutant("NoCoverage", 2, 19, 21, "[1]");
  const vault = report({ "lib/vault/a.ts": [killed, broken, timedOut, survivor], "lib/vault/b.ts": [killed] });
  const { lines } = judgeMutants([vault, report({ "lib/jwt/c.ts": [killed, uncovered] })], []);
  expect(lines.slice(0, 7)).toEqual([
    "                killed  survived  no coverage  timed out  score",
    "lib/vault/a.ts       2         1            0          1  75.0 %",
    "lib/vault/b.ts       1         0            0          0  100.0 %",
    "lib/jwt/c.ts         1         0            1          0  50.0 %",
    "lib/vault            3         1            0          1  80.0 %",
    "lib/jwt              1         0            1          0  50.0 %",
    "all                  4         1            1          1  71.4 %",
  ]);
});

test("fails for what no test noticed, says where it is, and fails for its folder", () => {
  const { passed, failed, lines } = judgeMutants([report({ "lib/vault/a.ts": [killed, survivor] })], []);
  expect([passed, failed]).toEqual([1, 2]);
  expect(lines.slice(-2)).toEqual([
    "lib/vault/a.ts:2:10 EqualityOperator: a >= b → a > b",
    "The tests of lib/vault notice 50.0 % of the changes, less than 92 %.",
  ]);
});

test("passes what is listed with a reason, wherever its line has moved to", () => {
  const found = report({ "lib/vault/a.ts": [...Array(20).fill(killed), survivor] });
  expect(judgeMutants([found], [accepted])).toMatchObject({ passed: 21, failed: 0 });
  expect(judgeMutants([found], [{ ...accepted, original: "a >= b" }])).toMatchObject({ failed: 0 });
});

test.each([{ original: "a" }, { line: "return a >= b;" }, { mutator: "StringLiteral" }, { replacement: "a < b" }])(
  "tells other changes from a listed one: %j",
  (other) => {
    const found = report({ "lib/vault/a.ts": [...Array(20).fill(killed), survivor] });
    expect(judgeMutants([found], [{ ...accepted, ...other }])).toMatchObject({ passed: 20, failed: 2 });
  },
);

test("fails for what is listed though it survives no more, in the files that were changed", () => {
  const { failed, lines } = judgeMutants([report({ "lib/vault/a.ts": [killed] })], [accepted]);
  expect(failed).toBe(1);
  expect(lines.at(-1)).toBe("Listed, but survives no more: lib/vault/a.ts: return a >= b ? [] : label; → a > b");
  expect(judgeMutants([report({ "lib/vault/b.ts": [killed] })], [accepted])).toMatchObject({ failed: 0 });
});

test("compares texts of several lines as if they stood on one", () => {
  const long = { ...survivor, location: { start: { line: 1, column: 7 }, end: { line: 2, column: 9 } } };
  const { lines } = judgeMutants([report({ "lib/vault/a.ts": [{ ...long, replacement: "{\n  }" }] })], []);
  expect(lines).toContain('lib/vault/a.ts:1:7 EqualityOperator: label = "key"; return → { }');
});
