import { expect, test } from "vitest";
import { parseCell } from "../../../lib/mcp/database/parse-cell.ts";

test.each([
  ["int4", "-7", -7],
  ["int8", "9007199254740991", 9007199254740991],
  ["int8", "9007199254740993", "9007199254740993"],
  ["numeric", "3.50", 3.5],
  ["numeric", "0.10", 0.1],
  ["numeric", "12345678901234.50", 12345678901234.5],
  ["numeric", "0.1234567890123456789", "0.1234567890123456789"],
  ["numeric", "9007199254740991", 9007199254740991],
  ["numeric", "9007199254740993", "9007199254740993"],
  ["numeric", "9007199254740991.5", "9007199254740991.5"],
  ["numeric", "NaN", "NaN"],
  ["numeric", `0.${"0".repeat(400)}1`, `0.${"0".repeat(400)}1`],
  ["float8", "1e+300", 1e300],
  ["float8", "Infinity", "Infinity"],
  ["float4", "0.1", 0.1],
  ["bool", "t", true],
  ["bool", "f", false],
  ["bool", "false", false],
  ["date", "2026-11-30", "2026-11-30"],
  ["timestamp", "2026-11-30 12:00:00.25", "2026-11-30T12:00:00.25"],
  ["timestamptz", "2026-11-30 12:00:00.25+00", "2026-11-30T12:00:00.25Z"],
  ["timestamptz", "2026-11-30 12:00:00", "2026-11-30T12:00:00Z"],
  ["timestamptz", "infinity", "infinity"],
  ["timestamptz", "0044-03-15 12:00:00+00 BC", "0044-03-15 12:00:00+00 BC"],
  ["jsonb", '{"a": [1, null]}', { a: [1, null] }],
  ["json", "not json", "not json"],
  ["bytea", "\\x00ff", "\\x00ff"],
  ["unknown", "Grüße 🎉", "Grüße 🎉"],
])("a %s of %s is %j", (type, text, value) => {
  expect(parseCell(text, type)).toEqual(value);
});

test("a null is null whatever its type", () => {
  expect(["int4", "jsonb", "unknown"].map((type) => parseCell(null, type))).toEqual([null, null, null]);
});
