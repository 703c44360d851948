// What docs/switching-over.md says of settings, variables, paths, scopes and metrics is so.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { buildApiDocument } from "../../infra/openapi/document.ts";
import { routes } from "../../infra/routes.ts";
import { listJwtLines } from "../../infra/secrets/jwt.ts";
import { listNotices } from "../../infra/secrets/notices.ts";
import { stage as assistant } from "../../infra/stages/assistant.ts";
import { stage as studio } from "../../infra/stages/studio.ts";
import { metricNames } from "../../lib/metrics.ts";
import { figma } from "../../lib/providers/figma/definition.ts";

const read = (path: string) => readFile(path, "utf8");
const text = await read("docs/switching-over.md");

/** The text under a heading, up to the next of the same rank. */
function readSection(heading: string): string {
  const [, rest = ""] = text.split(`\n## ${heading}\n`);
  return rest.split("\n## ")[0] ?? "";
}

const listNamesInCode = (section: string, form: RegExp): string[] =>
  [...section.matchAll(/`([^`\n]+)`/g)].flatMap(([, name = ""]) => (form.test(name) ? [name] : []));

const snippets = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, snippet = ""]) => snippet);

test("its snippets stand in the stage files that it names, word for word", async () => {
  const files = (await Promise.all(["studio", "assistant"].map((name) => read(`infra/stages/${name}.ts`)))).join("\n");
  expect(snippets.length).toBeGreaterThan(4);
  expect(snippets.filter((snippet) => !files.includes(snippet))).toEqual([]);
});

test("every old variable is taken or named by npm run secrets", () => {
  const names = listNamesInCode(readSection("Environment variables"), /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/);
  expect(names.length).toBeGreaterThan(30);
  const ofStages = [...listJwtLines(studio), ...listJwtLines(assistant)];
  expect(names.filter((name) => /not known/.test(listNotices({ [name]: "value" }, ofStages).join()))).toEqual([]);
});

const oldNames = Object.keys({ ...studio.aliases, ...assistant.aliases });
/** Paths of which it says that there are none here. */
const elsewhere = [
  "/api",
  "/api/csrf-token",
  "/api/oauth",
  "/api/crm",
  "/api/ehr",
  "/api/xynergyos/v2/email",
  "/api/*",
];

test("every path that it names is in the API's document", async () => {
  const { paths } = await buildApiDocument(routes);
  const known = Object.keys(paths);
  const named = listNamesInCode(text, /^(?:(?:GET|POST|PUT|PATCH|DELETE) )?\/api\b/).map((name) =>
    name.replace(/^[A-Z]+ /, ""),
  );
  const unknown = named.filter((name) => {
    const [path = ""] = name.split(/[ ?]/);
    const prefix = path.replace(/\/\*$/, "");
    const isThere = known.some((one) => one === path || (one.startsWith(`${prefix}/`) && prefix.split("/").length > 2));
    return !isThere && ![...oldNames, ...elsewhere].includes(path);
  });
  expect(named.length).toBeGreaterThan(20);
  expect(unknown).toEqual([]);
});

test("its old scope names are Figma's, with the names of today", () => {
  const rows = [...readSection("Names of scopes").matchAll(/^\| Figma `(\w+)` \| (.*) \|$/gm)];
  const written = Object.fromEntries(rows.map(([, old = "", now = ""]) => [old, now.replaceAll("`", "").split(", ")]));
  expect(written).toEqual(figma.scopeAliases);
});

test("its metrics are written", () => {
  const named = listNamesInCode(readSection("What became of the rest"), /^[A-Z][a-z]+(?:[A-Z][a-z]+)+$/);
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((name) => !(metricNames as readonly string[]).includes(name))).toEqual([]);
});
