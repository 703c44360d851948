// Links between the texts lead to files and headings that are there.
import { existsSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

interface Text {
  readonly file: string;
  readonly links: readonly string[];
  readonly anchors: ReadonlySet<string>;
}

/** As GitHub makes an anchor of a heading: lower case, without punctuation, and `-` for each space. */
const toAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");

async function readText(file: string): Promise<Text> {
  const text = (await readFile(file, "utf8")).replaceAll(/```[\s\S]*?```/g, "");
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => toAnchor(heading));
  return { file, links: links.filter((link) => !/^[a-z]+:/.test(link)), anchors: new Set(headings) };
}

const files: string[] = [];
for await (const file of glob(["*.md", "docs/**/*.md", "infra/decisions/*.md"])) files.push(file);
const texts = await Promise.all(files.map(readText));

function findBrokenLinks({ file, links }: Text): string[] {
  return links.filter((link) => {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? file : normalize(join(dirname(file), path));
    const anchors = texts.find((text) => text.file === target)?.anchors;
    return !existsSync(target) || (anchor !== undefined && !anchors?.has(anchor));
  });
}

test.each(texts)("every link of $file leads to a file, and to a heading of it", (text) => {
  expect(findBrokenLinks(text)).toEqual([]);
});

test("a missing file or heading is noticed", () => {
  const links = ["runbook.md", "runbook.md#none", "gone.md", "#in-a-popup", "#there"];
  const text = { file: "docs/api.md", links, anchors: new Set<string>() };
  expect(findBrokenLinks(text)).toEqual(["runbook.md#none", "gone.md", "#there"]);
});

test("every guide is linked from the README", () => {
  const readme = texts.find(({ file }) => file === "README.md");
  const guides = files.filter((file) => file.startsWith("docs/"));
  expect(guides.filter((guide) => !readme?.links.includes(guide))).toEqual([]);
});

test("the README is short", async () => {
  expect(Buffer.byteLength(await readFile("README.md"))).toBeLessThanOrEqual(6000);
});
