// Lists of what the outside depends on, committed beside the tests and compared with what the code says today.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { z } from "zod";

/** By heading: name to what is said of it. */
export type Lists = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const committed = z.record(z.string(), z.record(z.string(), z.unknown()));
const folder = resolve(import.meta.dirname, "..");

/**
 * Compares lists with a committed file of this folder; `npx vitest run --project unit test/compatibility -u` writes it anew.
 * @param dependsOn for each heading: what breaks when something under it changes
 */
export async function expectCommitted(
  file: string,
  lists: Lists,
  dependsOn: Readonly<Record<string, string>>,
  write: (lists: Lists) => string = pretty,
): Promise<void> {
  const path = join(folder, file);
  const before: Lists = existsSync(path) ? committed.parse(JSON.parse(readFileSync(path, "utf8"))) : {};
  const headings = [...new Set([...Object.keys(before), ...Object.keys(lists)])];
  const said = headings.flatMap((heading) =>
    differences(heading, before[heading] ?? {}, lists[heading] ?? {}, dependsOn),
  );
  const shown = said.length > 12 ? [...said.slice(0, 12), `… and ${said.length - 12} more`] : said;
  const how = `If that is meant, run "npx vitest run --project unit test/compatibility -u" and commit ${file}.`;
  await expect(write(lists), `\n${[...shown, how].join("\n")}\n`).toMatchFileSnapshot(path);
}

type List = Lists[string];

function differences(heading: string, before: List, now: List, dependsOn: Readonly<Record<string, string>>): string[] {
  const why = dependsOn[heading] ?? "";
  const gone = Object.keys(before).filter((name) => !(name in now));
  const added = Object.keys(now).filter((name) => !(name in before));
  const changed = Object.keys(now).filter((name) => name in before && text(now[name]) !== text(before[name]));
  return [
    ...gone.map((name) => `${heading}: "${name}" is gone. ${why}`),
    ...changed.map((name) => `${heading}: "${name}" ${change(before[name], now[name])}. ${why}`),
    ...added.map((name) => `${heading}: "${name}" is new: add it to the list.`),
  ];
}

function change(before: unknown, now: unknown): string {
  if (typeof before === "string" && typeof now === "string") return `was "${before}" and is "${now}"`;
  const [one, other] = [Object(before), Object(now)];
  const members = Object.keys({ ...one, ...other }).filter((name) => text(one[name]) !== text(other[name]));
  return `has changed in ${members.join(", ")}`;
}

const text = (value: unknown): string => JSON.stringify(sortKeys(value)) ?? "";

/** The same whatever the order of members. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sortKeys(inner)]),
  );
}

const pretty = (lists: Lists): string => `${JSON.stringify(sortKeys(lists), undefined, 2)}\n`;

/** One line for each name, for values that are long themselves. */
export function lineByLine(lists: Lists): string {
  const sections = Object.entries(lists).map(([heading, list]) => {
    const lines = Object.keys(list)
      .sort()
      .map((name) => `${JSON.stringify(name)}: ${text(list[name])}`);
    return `${JSON.stringify(heading)}: {\n${lines.join(",\n")}\n}`;
  });
  return `{\n${sections.join(",\n")}\n}\n`;
}
