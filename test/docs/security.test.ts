// docs/security.md names tests that there are, and links in docs lead to files that there are.
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";

type Holder = Readonly<Record<"path" | "title", string>>;

const guide = await readFile("docs/security.md", "utf8");
const sections = guide
  .split(/^## /m)
  .slice(1)
  .map((text) => ({ heading: text.split("\n")[0] ?? "", text }));
const docs = (await readdir("docs")).filter((name) => name.endsWith(".md"));

const holderPattern = /`([^`]+)` — "([^"]+)"/g;

/** The tests in a section's last paragraph; none if it says anything else. */
function listHolders(section: string): Holder[] {
  const last = section.trimEnd().split("\n\n").at(-1) ?? "";
  if (!/^Held by:[\s·]*$/.test(last.replaceAll(holderPattern, ""))) return [];
  return [...last.matchAll(holderPattern)].map(([, path = "", title = ""]) => ({ path, title }));
}

/** Whether a file has a test, or a group of tests, with this title: the first argument of a call, as a string literal. */
async function isThere({ path, title }: Holder): Promise<boolean> {
  if (!/^test\/.+\.test\.ts$/.test(path) || !existsSync(path)) return false;
  return (await readFile(path, "utf8")).replaceAll(/\(\s+"/g, '("').includes(`("${title}",`);
}

const findBrokenLinks = (folder: string, text: string): string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^(?:[a-z]+:|#)/.test(link) && !existsSync(join(folder, link.split("#")[0] ?? "")));

describe("the guide to security", () => {
  it("has at least twelve sections", () => expect(sections.length).toBeGreaterThanOrEqual(12));

  it.each(sections)("says of $heading by which tests it is held, and they are there", async ({ text }) => {
    const holders = listHolders(text);
    expect([1, 2, 3, 4]).toContain(holders.length);
    for (const holder of holders) expect.soft(await isThere(holder), JSON.stringify(holder)).toBe(true);
  });
});

test.each(docs)("every link of docs/%s leads to a file", async (name) =>
  expect(findBrokenLinks("docs", await readFile(`docs/${name}`, "utf8"))).toEqual([]),
);

test("a missing file, title, line or link is noticed", async () => {
  const path = "test/docs/security.test.ts";
  const found = [
    { path, title: "has at least twelve sections" },
    { path, title: "none" },
    { path: "test/x.test.ts", title: "none" },
  ];
  expect(await Promise.all(found.map(isThere))).toEqual([true, false, false]);
  expect(listHolders("A section.\n\nHeld by: nobody")).toEqual([]);
  expect(findBrokenLinks("docs", "[a](runbook.md#x) [b](gone.md)")).toEqual(["gone.md"]);
});
