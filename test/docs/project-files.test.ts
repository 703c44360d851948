// The files by which strangers find out about the project: its licence, how to report and contribute, and what has changed.
import { glob, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

const read = (file: string) => readFile(file, "utf8");
const { version, license } = JSON.parse(await read("package.json"));

describe("the licence", () => {
  it("is Apache 2.0, with its whole text and under its name in both files of npm", async () => {
    const text = await read("LICENSE");
    expect(text).toContain("Version 2.0, January 2004");
    expect(text).toContain("END OF TERMS AND CONDITIONS");
    expect(text.split("\n").length).toBeGreaterThan(200);
    expect([license, JSON.parse(await read("package-lock.json")).packages[""].license]).toEqual([
      "Apache-2.0",
      "Apache-2.0",
    ]);
  });
});

describe("reporting", () => {
  it("leads to GitHub's private form, in the policy and beside the issues' forms", async () => {
    const form = /https:\/\/docs\.github\.com\/\S*privately-reporting-a-security-vulnerability/;
    expect(await read("SECURITY.md")).toMatch(form);
    const config = await read(".github/ISSUE_TEMPLATE/config.yml");
    expect(config).toMatch(/^blank_issues_enabled: false$/m);
    expect(config).toMatch(new RegExp(`^ {4}url: ${form.source}$`, "m"));
  });

  it("names nobody's mailbox", async () => {
    const files = ["SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "README.md", "package.json"];
    for await (const file of glob(".github/**/*.{md,yml}")) files.push(file);
    for (const file of files)
      expect.soft((await read(file)).match(/[\w.+-]+@[\w-]+\.[a-z]{2,}/g) ?? [], file).toEqual([]);
  });

  it("has a form for mistakes and one for providers, each with a question that must be answered", async () => {
    for (const name of ["bug", "provider"]) {
      const form = await read(`.github/ISSUE_TEMPLATE/${name}.yml`);
      for (const part of [/^name: \S/m, /^description: \S/m, /^body:\n {2}- type: /m, /^ {6}required: true$/m])
        expect.soft(form, name).toMatch(part);
    }
  });
});

describe("the changelog", async () => {
  const text = await read("CHANGELOG.md");
  const releases = [...text.matchAll(/^## \[(.+?)\](?: - (\d{4}-\d\d-\d\d))?$/gm)].map(([, name, date]) => ({
    name,
    date,
  }));

  it("begins with what is not released, and dates every release", () => {
    const [first, ...others] = releases;
    expect(first).toEqual({ name: "Unreleased", date: undefined });
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter(({ date }) => date === undefined)).toEqual([]);
  });

  it("has the version of package.json", () => expect(releases.map(({ name }) => name)).toContain(version));

  it("has no other headings than those of Keep a Changelog", () => {
    const kinds = [...text.matchAll(/^### (.*)$/gm)].map(([, kind]) => kind);
    const allowed = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
    expect(kinds.filter((kind) => !allowed.includes(kind ?? ""))).toEqual([]);
  });
});
