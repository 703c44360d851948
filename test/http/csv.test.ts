// Files for spreadsheets: RFC 4180, and nothing in them is run.
import { expect, test } from "vitest";
import { writeCsvLine } from "../../lib/http/csv.ts";
import { fc } from "../support/properties.ts";

// https://www.rfc-editor.org/rfc/rfc4180#section-2
test.each([
  [["aaa", "bbb", "ccc"], "aaa,bbb,ccc\r\n"],
  [["aaa", "b\r\nbb", "ccc"], 'aaa,"b\r\nbb",ccc\r\n'],
  [["aaa", 'b"bb', "ccc"], 'aaa,"b""bb",ccc\r\n'],
  [["zzz", "y,y", ""], 'zzz,"y,y",\r\n'],
  [["a b", "ä€😀"], "a b,ä€😀\r\n"],
  [[undefined, 12, -3, true], ",12,-3,true\r\n"],
  [[], "\r\n"],
])("writes %j as %j", (cells, line) => {
  expect(writeCsvLine(cells)).toBe(line);
});

// https://owasp.org/www-community/attacks/CSV_Injection
test.each([
  ["=1+2", "'=1+2"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", `"'\r=1"`],
  ["\n=1", `"'\n=1"`],
  ['=HYPERLINK("https://evil.example";"a")', `"'=HYPERLINK(""https://evil.example"";""a"")"`],
  ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
  ["=1,2", `"'=1,2"`],
])("takes %j for text", (cell, written) => {
  expect(writeCsvLine([cell])).toBe(`${written}\r\n`);
});

test.each(["a=1", "1-2", "ada@example.com", " =1", "'=1"])("leaves %j as it is", (cell) => {
  expect(writeCsvLine([cell])).toBe(`${cell}\r\n`);
});

/** A reader as RFC 4180 describes it. */
function readLine(line: string): string[] {
  const cells = `,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g);
  return [...cells].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}

test("whatever is in a cell, a reader gets as many cells back, and none begins like a formula", () => {
  const cell = fc.oneof(fc.string(), fc.stringMatching(/^[=+\-@\t\r\n",';a]{0,8}$/));
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
      const line = writeCsvLine(cells);
      expect(line.endsWith("\r\n")).toBe(true);
      const read = readLine(line.slice(0, -2));
      expect(read.map((text) => text.replace(/^'(?=[=+\-@\t\r\n])/, ""))).toEqual(
        cells.map((text) => text.replace(/^'(?=[=+\-@\t\r\n])/, "")),
      );
      expect(read.filter((text) => /^[=+\-@\t\r\n]/.test(text))).toEqual([]);
    }),
  );
});
