import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type FileRow, readRows } from "../../../infra/import/read-rows.ts";

const directory = await mkdtemp(join(tmpdir(), "rows-"));
afterAll(() => rm(directory, { recursive: true, force: true }));

async function read(content: string | Buffer): Promise<unknown[]> {
  const file = join(directory, crypto.randomUUID());
  await writeFile(file, content);
  const rows: unknown[] = [];
  for await (const row of readRows(file)) rows.push(describe(row));
  return rows;
}

const describe = ({ line, ...row }: FileRow) =>
  "values" in row ? [line, Object.fromEntries(row.values)] : [line, row.refusal?.reason];

test("reads a CSV of Windows: a byte order mark, CRLF, quotes, a comma and a line break in a value", async () => {
  const csv = '\uFEFFuser_id,provider,settings\r\nada,figma,"{""a"": ""b, c""}"\r\nben,slack,"two\nlines"\r\n';
  expect(await read(csv)).toEqual([
    [2, { user_id: "ada", provider: "figma", settings: '{"a": "b, c"}' }],
    [4, { user_id: "ben", provider: "slack", settings: "two\nlines" }],
  ]);
});

test("leaves out empty values and empty lines", async () => {
  expect(await read("user_id,provider\n\nada,\n\n,figma\n")).toEqual([
    [3, { user_id: "ada" }],
    [5, { provider: "figma" }],
  ]);
});

test("goes on behind a row with another number of columns", async () => {
  expect(await read("user_id,provider\nada\nben,figma,more\ncleo,slack\n")).toEqual([
    [2, "unreadable"],
    [3, "unreadable"],
    [4, { user_id: "cleo", provider: "slack" }],
  ]);
});

test("takes quotes inside a value as they stand, and reads on behind them", async () => {
  expect(await read('user_id,provider\nada,"fig"ma\nben,sl"ack\ncleo,slack\n')).toEqual([
    [2, { user_id: "ada", provider: '"fig"ma' }],
    [3, { user_id: "ben", provider: 'sl"ack' }],
    [4, { user_id: "cleo", provider: "slack" }],
  ]);
});

test("counts a quote that is never closed as a row that cannot be read", async () => {
  const rows = await read('user_id,provider\nada,figma\nben,"slack\ncleo,slack\n');
  expect(rows[0]).toEqual([2, { user_id: "ada", provider: "figma" }]);
  expect(rows.slice(1)).toEqual([[expect.any(Number), "unreadable"]]);
});

test("reads JSON lines: numbers, objects, null, a time of Firestore", async () => {
  const lines = [
    '{"userId": 7, "provider": "slack", "scopes": ["a", "b"], "refreshToken": null}',
    "",
    '{"userId": "ada", "expiresAt": {"_seconds": 1796040000, "_nanoseconds": 5}}',
  ];
  expect(await read(lines.join("\r\n"))).toEqual([
    [1, { userId: "7", provider: "slack", scopes: '["a","b"]' }],
    [3, { userId: "ada", expiresAt: "1796040000" }],
  ]);
});

test("goes on behind a line that is no JSON object", async () => {
  expect(await read('{"userId": \n[1]\n"text"\n{"userId": "ada"}\n')).toEqual([
    [1, "unreadable"],
    [2, "unreadable"],
    [3, "unreadable"],
    [4, { userId: "ada" }],
  ]);
});

test("refuses an id that JSON's numbers cannot carry, instead of importing another account", async () => {
  expect(await read('{"providerUserId": 113141592653589793238}')).toEqual([[1, "number_inexact"]]);
});

test("says of one JSON array what to write instead", async () => {
  await expect(read('[{"userId": "ada"}]')).rejects.toThrow(
    /is one JSON array: write an object on each line instead\.$/,
  );
});

test("says when the file is missing", async () => {
  const rows = readRows(join(directory, "missing.csv"));
  await expect(rows.next()).rejects.toThrow(/missing\.csv cannot be read\.$/);
});
