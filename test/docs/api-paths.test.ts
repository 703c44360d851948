// Paths that the guides for clients name are there, and every heading of the API's document has an example.
import { expect, test } from "vitest";
import { buildApiDocument } from "../../infra/openapi/document.ts";
import { routes } from "../../infra/routes.ts";
import { readDocument } from "./support/read-documents.ts";

const { paths, tags } = await buildApiDocument(routes);
const known = [
  ...Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  ),
  ...routes.map(({ on }) => on),
];

/** Beginnings of paths, and a page of the local stack. */
const families = [
  "/api",
  "/api/integrations",
  "/api/v1/oauth",
  "/api/v1/integrations",
  "/api/oauth",
  "/api/oauth/callback",
  "/api/docs",
];

const isVariable = (segment: string): boolean => /^\{.*\}$/.test(segment);

/** Whether a path is one of another with its variables filled in. A name in braces may stand for any of them. */
function fits(named: string, path: string): boolean {
  const [mine, theirs] = [named.split("/"), path.split("/")];
  return (
    mine.length === theirs.length &&
    mine.every((segment, index) => segment === theirs[index] || isVariable(segment) || isVariable(theirs[index] ?? ""))
  );
}

interface NamedPath {
  readonly method: string | undefined;
  readonly path: string;
}

/** The paths of a text, in code and in sentences, without what follows them; `${…}` of JavaScript is a variable. */
const listPaths = (text: string): NamedPath[] =>
  [
    ...text
      .replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, "{}")
      .matchAll(/(?:\b(GET|POST|PUT|PATCH|DELETE) )?(\/api(?:\/[\w{}.-]+)*)/g),
  ].map(([, method, path = ""]) => ({ method, path: path.replace(/\.$/, "") }));

function isKnown({ method, path }: NamedPath): boolean {
  if (method === undefined && families.includes(path)) return true;
  return known.some((on) => {
    const [theirMethod, theirPath = ""] = on.split(" ");
    return (method === undefined || method === theirMethod) && fits(path, theirPath);
  });
}

test.each([
  "README.md",
  ...["api", "automations", "live-updates", "troubleshooting", "identity-providers", "surface-c"].map(
    (name) => `docs/${name}.md`,
  ),
])("every path in %s is in the API's document or the table", async (file) => {
  const { text } = await readDocument(file);
  expect(listPaths(text).filter((named) => !isKnown(named))).toEqual([]);
});

/** The heading of docs/api.md under which each heading of the API's document has its example; of some, another guide. */
const exampleOf: Readonly<Record<string, string>> = {
  ...{
    Connections: "Connect",
    Slack: "Slack",
    "Slack v2": "Slack",
    Figma: "Figma",
    GitHub: "GitHub",
    Gmail: "Gmail",
    "Google Calendar": "Calendar",
  },
  ...{
    "OAuth v1": "The same for clients of /v1",
    "Integrations v1": "The same for clients of /v1",
    Activity: "Activity",
  },
  ...{ "Database queries": "Questions to a database", Broker: "Backend services", Customers: "Backend services" },
  ...{ EHR: "Backend services", Administration: "Administrators", Service: "Health" },
};

/** Of what clients do not call. */
const withoutExample = ["Webhooks"];

test("every heading of the API's document has an example in the guide", async () => {
  const { blocks } = await readDocument("docs/api.md");
  const headings = new Set(blocks.filter(({ language }) => /^(js|sh)$/.test(language)).map(({ heading }) => heading));
  const names = tags.map((tag) => String(Object(tag).name)).filter((name) => !withoutExample.includes(name));
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !headings.has(exampleOf[name] ?? ""))).toEqual([]);
});

/** What administrators call is described where their work is, and the page's files are no API. */
const isForClients = (path: string, { tags: [tag] }: { readonly tags: readonly string[] }): boolean =>
  path.startsWith("/api/") && ![...withoutExample, "Administration"].includes(tag ?? "");

test("every operation for clients is named in a guide", async () => {
  const names = ["api", "automations", "surface-c", "ehr", "questions", "assistants"];
  const texts = await Promise.all(names.map(async (name) => (await readDocument(`docs/${name}.md`)).text));
  const operations = Object.entries(paths).flatMap(([path, item]) => Object.values(item).map((one) => ({ path, one })));
  const missing = operations.filter(
    ({ path, one }) => isForClients(path, one) && !texts.some((text) => text.includes(path)),
  );
  expect(operations.length).toBeGreaterThan(80);
  expect(missing.map(({ path }) => path)).toEqual([]);
});

test("a path that is not there, or not with this method, is noticed", () => {
  const named = listPaths(
    "`DELETE /api/health`, /api/nothing and `/api/v2/slack/channels/{id}/messages?limit=5` · PATCH /api/integrations/slack/message",
  );
  expect(named.map(isKnown)).toEqual([false, false, true, true]);
});
