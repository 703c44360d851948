import { expect, test } from "vitest";
import { parseSql } from "../../../lib/mcp/guard/parse-sql.ts";

/** Deeper than what the guard hands to the parser. */
const tooDeep = `SELECT ${"(SELECT ".repeat(3000)}1${")".repeat(3000)}`;

test("takes an exhausted stack for a refusal, and parses on with a fresh parser", async () => {
  await expect(parseSql(tooDeep)).rejects.toMatchObject({ rule: "depth" });
  expect(await parseSql("SELECT 1")).toHaveLength(1);
});

test("refuses what PostgreSQL could not read, without its words", async () => {
  await expect(parseSql("SELEC 1")).rejects.toMatchObject({
    rule: "syntax",
    message: expect.not.stringContaining("SELEC "),
  });
});

test("parses for many at once", async () => {
  const parsed = await Promise.all(Array.from({ length: 50 }, (_, id) => parseSql(`SELECT ${id}; SELECT 'é'`)));
  expect(parsed.every((statements) => statements.length === 2)).toBe(true);
  expect(parsed[7]?.[1]).toMatchObject({ stmt_location: 10 });
});
