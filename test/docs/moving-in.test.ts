// What docs/moving-in.md says of columns, options and reasons is so.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { fields, normalizeHeader } from "../../infra/import/columns.ts";
import { surfaces } from "../../infra/import/surfaces.ts";
import { runCommand } from "../infra/support/run-command.ts";

const text = await readFile("docs/moving-in.md", "utf8");
const known: ReadonlySet<string> = new Set(Object.values(fields).flat());

const readCode = (cell = ""): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);

const rows = text
  .split("\n## Which rows\n")[1]
  ?.split("\n\n")
  .find((part) => part.startsWith("| field |"))
  ?.split("\n")
  .slice(2)
  .map((line) => line.split("|").slice(1, 4));

test("every field of the table is one of --column", () => {
  const named = (rows ?? []).flatMap(([field]) => readCode(field));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !Object.hasOwn(fields, name))).toEqual([]);
});

test("every header of the table is understood", () => {
  const headers = (rows ?? []).flatMap(([, understood]) => readCode(understood)).filter((name) => name !== "team.id");
  expect(headers.length).toBeGreaterThan(50);
  const settings = ["notificationPreferences", "teamId", "defaultChannel", "calendars", "webhookEnabled", "autoSync"];
  expect(headers.filter((name) => !known.has(normalizeHeader(name)) && !settings.includes(name))).toEqual([]);
});

test("every option that it names is the command's, and every surface's key is named", async () => {
  const { stdout } = await runCommand("import", ["--help"]);
  const options = new Set(text.match(/(?<=[\s`(])--[a-z][a-z-]+/g));
  expect(options.size).toBeGreaterThan(8);
  expect([...options].filter((option) => !stdout.includes(`\n  ${option} `) && option !== "--verify")).toEqual([]);
  for (const { keyVariable } of Object.values(surfaces)) expect(text).toContain(`\`${keyVariable}\``);
});
