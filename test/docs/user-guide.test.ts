// What docs/user-guide.md says of providers, permissions, words on the page and pictures is so.
import "../http/lambda-environment.ts";
import { glob, readFile, stat } from "node:fs/promises";
import { expect, test } from "vitest";
import { providers } from "../../lib/providers/index.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { formatScope } from "../../lib/web/ui/format-scope.ts";

const guide = await readFile("docs/user-guide.md", "utf8");
const sections = new Map(
  guide.split(/\n(?=#{2,3} )/).map((section) => [/^#+ (.*)/.exec(section)?.[1] ?? "", section] as const),
);
const described = manifests.map((manifest) => [manifest.displayName, manifest] as const);

test.each(described)("%s has a section with two uses, good practice and how to end it there", (name) => {
  const section = sections.get(name) ?? "";
  expect(section.match(/^- \*[AE]/gm)).toHaveLength(2);
  expect(section).toMatch(/^- \*\*Good practice\*\*: .{20}/m);
  expect(section).toMatch(/^- \*\*To end it at [^*]+\*\*: .{10}/m);
});

test("no section is about another tool", () => {
  const tools = [...guide.matchAll(/^### (.*)$/gm)].map(([, name]) => name);
  expect(tools).toEqual(described.map(([name]) => name));
});

/** Permissions of a section's table, as the page writes them, each with its reason. */
function readReasons(section: string): Map<string, string> {
  const rows = [...section.matchAll(/^\| ([^|]*`[^|]*) \| ([^|]+) \|$/gm)];
  return new Map(
    rows.flatMap(([, names = "", reason = ""]) =>
      [...names.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => [name, reason] as const),
    ),
  );
}

test.each(described)("every permission of %s is explained, and none that is not asked for", (name, { id }) => {
  const { scopes = [], userScopes = [] } = providers.find((provider) => provider.id === id) ?? {};
  const reasons = readReasons(sections.get(name) ?? "");
  const asked = new Set([...scopes, ...userScopes].map(formatScope));
  expect([...reasons.keys()].sort()).toEqual([...asked].sort());
  for (const [scope, reason] of reasons) expect(reason.length, scope).toBeGreaterThan(15);
});

/** Words that the guide tells people to look for on the page. */
const words = [
  ...["Connect", "Disconnect", "Reconnect", "Not configured", "Reconnect needed", "Not granted: ", "Activity"],
  ...["Receive changes live", "Notify about ", "Also post to this Slack channel", "Keep copies up to date"],
  ...["Assistants may write here", "Live updates are interrupted", "permissions", "Settings", "Files"],
];

test("what it tells people to press or to look for is on the page", async () => {
  const texts: string[] = [];
  for await (const file of glob("lib/web/**/*.{ts,tsx}")) texts.push(await readFile(file, "utf8"));
  const page = texts.join("\n");
  expect(words.filter((word) => !page.includes(word))).toEqual([]);
  expect(words.filter((word) => !guide.includes(word.trim()))).toEqual([]);
});

test.each([
  ["lib/store/activity.ts", "export const retentionSeconds = 90 * 86_400", "| 90 days, or until you delete it"],
  ["lib/store/deliveries.ts", "const retentionSeconds = 90 * 86_400", "| 90 days, encrypted |"],
  ["infra/config.ts", "auditDays: 365", "| a year, unless your company has chosen otherwise |"],
  ["lib/web/settings/disconnect-dialog.tsx", "Keep its activity in my feed", "unless you keep it"],
])("how long things are kept is as %s says", async (file, code, sentence) => {
  expect(await readFile(file, "utf8")).toContain(code);
  expect(guide).toContain(sentence);
});

const pictures = [...guide.matchAll(/!\[([^\]]+)\]\(\.\.\/([^)]+)\)/g)].map(([, about = "", file = ""]) => ({
  about,
  file,
}));

test("each step has its picture", () => {
  const steps = [...guide.matchAll(/^\*\*(\d)\. /gm)].map(([, number]) => number);
  expect(steps).toHaveLength(pictures.length);
});

test.each(pictures)("$file is a small, wide PNG", async ({ file, about }) => {
  const bytes = await readFile(file);
  expect(bytes.subarray(1, 4).toString("latin1")).toBe("PNG");
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  expect(width).toBeGreaterThan(600);
  expect(width).toBeGreaterThan(height);
  expect((await stat(file)).size).toBeLessThan(120_000);
  expect(about.length).toBeGreaterThan(20);
});
