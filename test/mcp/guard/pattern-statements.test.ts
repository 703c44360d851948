import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import * as z from "zod";
import { demoTables } from "./demo-tables.ts";
import { findRefusal } from "./find-refusal.ts";

const { understood } = z
  .object({ understood: z.record(z.string(), z.string()) })
  .parse(JSON.parse(await readFile("test/mcp/questions.json", "utf8")));

test.each(Object.entries(understood))("the SQL that a pattern writes passes the guard: %s", async (_, sql) => {
  expect(await findRefusal(sql, demoTables)).toBeUndefined();
});
