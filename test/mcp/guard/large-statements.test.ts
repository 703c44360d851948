// Statements that are short, and would keep the guard, or PostgreSQL's planner, busy without end.
import { expect, test } from "vitest";
import { measureBusyMs } from "../../support/busy.ts";
import { findRefusal } from "./find-refusal.ts";

const repeat = (count: number, write: (index: number) => string, between = ", ") =>
  Array.from({ length: count }, (_, index) => write(index)).join(between);

const doubling = `WITH q0 AS (SELECT * FROM users), ${repeat(100, (n) => `q${n + 1} AS (SELECT * FROM q${n} a, q${n} b)`)} SELECT * FROM q100`;
const doublingByStar = `WITH q0 AS (SELECT * FROM users), ${repeat(100, (n) => `q${n + 1} AS (SELECT *, * FROM q${n})`)} SELECT * FROM q100`;

test.each([
  ["queries that take each other twice", doubling],
  ["queries that answer each other's columns twice", doublingByStar],
  ["thousands of relations", `SELECT 1 FROM ${repeat(3000, () => "users")}`],
  ["sixty relations", `SELECT 1 FROM ${repeat(60, (n) => `users u${n}`)}`],
  ["thousands of stars", `SELECT ${repeat(900, () => "*")} FROM users`],
])("refuses %s for their size", async (_, sql) => {
  expect((await findRefusal(sql))?.rule).toBe("length");
});

const wide = {
  wide: { columns: Object.fromEntries(Array.from({ length: 800 }, (_, n) => [`c${n}`, { type: "text" as const }])) },
};
const nested = `${repeat(90, () => "SELECT 1 FROM wide a, wide b WHERE EXISTS (", "")}SELECT 1 FROM users WHERE ${repeat(
  900,
  () => "id IN (1)",
  " OR ",
)}${")".repeat(90)}`;

test("resolves the names of the largest statements that it reads within milliseconds", async () => {
  const tables = { ...wide, users: { columns: { id: { type: "integer" as const } } } };
  const statements = [
    `SELECT ${repeat(3000, (n) => `c${n % 800}`)} FROM wide`,
    nested,
    `WITH ${repeat(400, (n) => `q${n} AS (SELECT * FROM wide)`)} SELECT 1`,
    `SELECT ${repeat(1600, () => "1")}, ${repeat(900, () => "(TABLE wide)")}`,
    `SELECT 1 FROM ${repeat(49, () => "users", " NATURAL JOIN ")}`,
  ];
  // The first statement also waits for the parser to be loaded.
  await findRefusal("SELECT 1 FROM users", tables);
  for (const sql of statements) {
    const read = () => measureBusyMs(() => findRefusal(sql, tables));
    expect(Math.min(await read(), await read(), await read())).toBeLessThan(300);
  }
});

test("lets fifty relations and many columns pass", async () => {
  expect(await findRefusal(`SELECT 1 FROM ${repeat(50, (n) => `users u${n}`)}`)).toBeUndefined();
  expect(await findRefusal(`SELECT ${repeat(1600, (n) => `id AS c${n}`)} FROM users`)).toBeUndefined();
});
