// What docs/assistants.md says of addresses, tools and settings is so.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { routes } from "../../infra/routes.ts";
import { createDatabaseTools } from "../../lib/mcp/tools/database-tools.ts";
import { manifests } from "../../lib/providers/manifests.ts";

const [guide, readme] = await Promise.all([readFile("docs/assistants.md", "utf8"), readFile("README.md", "utf8")]);
const texts = `${guide}\n${readme.slice(readme.indexOf("## For assistants"), readme.indexOf("## Deploy it"))}`;

test("its settings for assistants are JSON, and lead to the server with a bearer token", () => {
  const snippets = [...texts.matchAll(/```json\n([\s\S]*?)```/g)].map(([, snippet = ""]) => JSON.parse(snippet));
  expect(snippets).toHaveLength(4);
  for (const snippet of snippets) {
    const [server] = Object.values(snippet.mcpServers ?? snippet.servers);
    const text = JSON.stringify(server);
    expect(text).toContain("http://localhost:4400/api/mcp");
    expect(text).toMatch(/Authorization.*Bearer/);
  }
});

test("its paths are paths of the API", () => {
  const paths = new Set(routes.map(({ on }) => on.split(" ")[1]));
  expect(paths).toContain("/api/mcp");
  const named = [...texts.matchAll(/(?<=<publicBaseUrl>|(?:GET|POST) )\/[\w./-]+/g)].map(([path]) => path);
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((path) => !paths.has(path))).toEqual([]);
});

test("its tools are tools", () => {
  const ofDatabase = createDatabaseTools({ tables: {} }, () => Promise.reject(new Error("Nobody is asked."))).map(
    ({ name }) => name,
  );
  const ofProviders = manifests.flatMap(({ id, tools = {} }) => Object.keys(tools).map((name) => `${id}_${name}`));
  const table = guide.slice(guide.indexOf("| tool | does |"), guide.indexOf("With `mcp.connections`"));
  const named = [...table.matchAll(/^\| ([^|]*) \|/gm)].flatMap(([, cell = ""]) => [...cell.matchAll(/`(\w+)`/g)]);
  expect(named.map(([, name]) => name).sort()).toEqual([...ofDatabase].sort());
  const examples = [...guide.matchAll(/such as `(\w+)`/g)].map(([, name = ""]) => name);
  expect(examples.filter((name) => !ofProviders.includes(name))).toEqual([]);
});
