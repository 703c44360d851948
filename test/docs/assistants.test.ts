// What docs/assistants.md says of the tools on connected accounts is so.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { buildConnectionTools } from "../../infra/mcp/connection-tools.ts";
import { routes } from "../../infra/routes.ts";
import { manifests } from "../../lib/providers/manifests.ts";

const listNames = (cell = ""): string[] => [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);

test("the table names every tool, by whose it is and by whether it writes", async () => {
  const text = await readFile("docs/assistants.md", "utf8");
  const tools = await buildConnectionTools(routes, manifests);
  const table = text.slice(text.indexOf("| of | read | write |"));
  const rows = [...table.matchAll(/^\| ([\w ]+) \| (`[^|]*) \|([^|]*)\|$/gm)];
  const described = rows.flatMap(([, source, reads, writes]) => [
    ...listNames(reads).map((name) => `${name} reads at ${source}`),
    ...listNames(writes).map((name) => `${name} writes at ${source}`),
  ]);
  const made = tools.map(
    ({ name, isWrite, provider, source }) =>
      `${name} ${isWrite ? "writes" : "reads"} at ${provider ? source : "Patchbay"}`,
  );
  expect(described.sort()).toEqual(made.sort());
});

test("the size of the list is as said", async () => {
  const text = await readFile("docs/assistants.md", "utf8");
  const tools = await buildConnectionTools(routes, manifests);
  const measure = (some: typeof tools) =>
    Math.round(
      JSON.stringify(
        some.map(({ name, title, description, inputSchema }) => ({ name, title, description, inputSchema })),
      ).length / 1000,
    );
  const [all, reading] = [measure(tools), measure(tools.filter(({ isWrite }) => !isWrite))];
  expect(text).toContain(`They take ${all} kB of an assistant's context, ${reading} kB where a stage only reads.`);
});
