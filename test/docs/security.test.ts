// docs/security.md names tests that there are.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, expect, it, test } from "vitest";

type Holder = Readonly<Record<"path" | "title", string>>;

const guide = await readFile("docs/security.md", "utf8");
const sections = guide
  .split(/^## /m)
  .slice(1)
  .map((text) => ({ heading: text.split("\n")[0] ?? "", text }));

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

describe("the guide to security", () => {
  it("has at least twelve sections", () => expect(sections.length).toBeGreaterThanOrEqual(12));

  it.each(sections)("says of $heading by which tests it is held, and they are there", async ({ text }) => {
    const holders = listHolders(text);
    expect([1, 2, 3, 4]).toContain(holders.length);
    for (const holder of holders) expect.soft(await isThere(holder), JSON.stringify(holder)).toBe(true);
  });
});

test("a missing file, title or line is noticed", async () => {
  const path = "test/docs/security.test.ts";
  const found = [
    { path, title: "has at least twelve sections" },
    { path, title: "none" },
    { path: "test/x.test.ts", title: "none" },
  ];
  expect(await Promise.all(found.map(isThere))).toEqual([true, false, false]);
  expect(listHolders("A section.\n\nHeld by: nobody")).toEqual([]);
});
