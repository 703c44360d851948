// What must be refused before the parser sees it.
import { beforeAll, expect, test } from "vitest";
import { measureBusyMs } from "../../support/busy.ts";
import { findRefusal } from "./find-refusal.ts";

const repeat = (start: string, part: string, count: number, end = "") => start + part.repeat(count) + end.repeat(count);

test("refuses a NUL, which would end the parser's input unseen", async () => {
  expect((await findRefusal("SELECT 1\0; DROP TABLE users"))?.rule).toBe("bytes");
  expect((await findRefusal("\0SELECT 1"))?.rule).toBe("bytes");
});

test("refuses half of a surrogate pair, which becomes another character on its way", async () => {
  expect((await findRefusal("SELECT '\ud800'"))?.rule).toBe("bytes");
  expect((await findRefusal("SELECT '\udc00\ud800'"))?.rule).toBe("bytes");
  expect(await findRefusal("SELECT '\ud83d\ude00'")).toBeUndefined();
});

test("refuses more than 20,000 characters, or bytes of UTF-8", async () => {
  const quote = (character: string, count: number) => `SELECT '${character.repeat(count)}'`;
  expect(await findRefusal(quote("a", 19_000))).toBeUndefined();
  expect((await findRefusal(quote("a", 20_000)))?.rule).toBe("length");
  expect((await findRefusal(quote("€", 7000)))?.rule).toBe("length");
  expect((await findRefusal(quote("a", 10_000_000)))?.rule).toBe("length");
});

/** The first statement also waits for the parser to be loaded. */
beforeAll(() => findRefusal("SELECT 1 FROM users"));

test.each([
  ["parentheses", repeat("SELECT ", "(", 5000, ")")],
  ["a few more parentheses", repeat("SELECT ", "(", 1001, ")")],
  ["brackets", repeat("SELECT ARRAY", "[", 5000, "]")],
  ["queries in parentheses", repeat("SELECT ", "(SELECT ", 2400)],
  ["signs", repeat("SELECT ", "- ", 5000, "1").slice(0, 10_008)],
  ["signs without spaces", repeat("SELECT ", "+-", 5000)],
  ["sums", repeat("SELECT id", "+id", 5000)],
  ["negations", repeat("SELECT ", "NOT ", 4500)],
  ["casts", repeat("SELECT 1", "::int", 3500)],
  ["tests for null", repeat("SELECT 1", " ISNULL", 2500)],
  ["unions", repeat("TABLE users", " UNION TABLE users", 1100)],
  ["joins", repeat("SELECT 1 FROM users", " NATURAL JOIN users", 1000)],
  ["calls", repeat("SELECT ", "abs(", 3900)],
  ["cases", repeat("SELECT ", "CASE WHEN ", 1900)],
  ["collations", repeat("SELECT 1", ' COLLATE "C"', 1500)],
  ["time zones", repeat("SELECT 1", " AT LOCAL", 2000)],
])("refuses thousands of %s within each other before the parser's stack ends", async (_, sql) => {
  let refusal: Awaited<ReturnType<typeof findRefusal>>;
  const busy = await measureBusyMs(async () => {
    refusal = await findRefusal(sql);
  });
  expect(refusal?.rule).toMatch(/^(depth|length)$/);
  expect(busy).toBeLessThan(300);
});

test.each([
  ["sums", repeat("SELECT id", "+id", 400, "").concat(" FROM users")],
  ["negations", repeat("SELECT ", "NOT ", 400).concat("true")],
  ["queries", `${repeat("SELECT ", "(SELECT ", 301)}1${")".repeat(301)}`],
])("refuses hundreds of %s within each other by the depth of their tree", async (_, sql) => {
  expect((await findRefusal(sql))?.rule).toBe("depth");
});

test("lets long statements pass that are not deep", async () => {
  const ids = Array.from({ length: 2500 }, (_, id) => id).join(",");
  expect(await findRefusal(`SELECT name FROM users WHERE id IN (${ids})`)).toBeUndefined();
  const terms = Array.from({ length: 100 }, (_, id) => `id = ${id}`).join(" OR ");
  expect(await findRefusal(`SELECT name FROM users WHERE ${terms}`)).toBeUndefined();
  expect(await findRefusal(`SELECT ${repeat("id", " + id", 100)} FROM users`)).toBeUndefined();
  expect(await findRefusal(repeat("SELECT id FROM users", " UNION ALL SELECT id FROM projects", 60))).toBeUndefined();
});

test("parses on after statements that it refused for their depth", async () => {
  for (const sql of [repeat("SELECT ", "(SELECT ", 2400), repeat("SELECT ", "NOT ", 990)]) await findRefusal(sql);
  expect(await findRefusal("SELECT count(*) FROM users")).toBeUndefined();
});
