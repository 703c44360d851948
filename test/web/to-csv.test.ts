import { expect, test } from "vitest";
import { toCsv } from "../../lib/web/ask/to-csv.ts";
import { fc } from "../support/properties.ts";

const write = (values: readonly unknown[]) =>
  toCsv({
    question: "",
    columns: values.map((_, index) => ({ name: `c${index}`, type: "" })),
    rows: [Object.fromEntries(values.map((value, index) => [`c${index}`, value]))],
    executedAt: "",
    sql: "",
    cached: false,
    truncated: false,
  });

const writeOne = (value: unknown) => write([value]).slice("\ufeffc0\r\n".length, -2);

test.each([
  ["=1+1", "'=1+1"],
  ["+49 30 1234", "'+49 30 1234"],
  ["-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["-12.50", "-12.50"],
  ["-1e-7", "-1e-7"],
  [-5, "-5"],
  [null, ""],
  [undefined, ""],
  [true, "true"],
  [{ a: [1] }, '"{""a"":[1]}"'],
  ['say "hi"', '"say ""hi"""'],
  ["a,b", '"a,b"'],
  ["two\nlines", '"two\nlines"'],
  ["=1,2", `"'=1,2"`],
])("writes %j as %s", (value, written) => {
  expect(writeOne(value)).toBe(written);
});

/** Reads one line of CSV as RFC 4180 says. */
function readLine(line: string): string[] {
  const cells = [...`${line},`.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*)),/g)];
  return cells.map(([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain);
}

test("any texts can be read back, but for the apostrophe before what a spreadsheet would run", () => {
  const property = fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 2, maxLength: 5 }), (values) => {
    const line = write(values).split("\r\n").slice(1).join("\r\n").slice(0, -2);
    const read = readLine(line);
    expect(read.map((cell, index) => (cell === `'${values[index]}` ? values[index] : cell))).toEqual(values);
    expect(read.filter((cell) => /^[=+@]/.test(cell))).toEqual([]);
  });
  fc.assert(property);
});
