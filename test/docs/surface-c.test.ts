// What docs/surface-c.md says of paths, settings, bodies and errors is so.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { z } from "zod";
import { defineStage } from "../../infra/config.ts";
import { buildApiDocument } from "../../infra/openapi/document.ts";
import { routes } from "../../infra/routes.ts";
import { exampleInput } from "../infra/support/synthesized.ts";

const text = await readFile("docs/surface-c.md", "utf8");
const { paths } = await buildApiDocument(routes);

const commands = [...text.matchAll(/\$API(\/api\/[\w/-]+)(?:(?!\$API)[\s\S])*?-d '(\{.*?\})'/g)];
const bodySchema = z.object({
  requestBody: z.object({
    content: z.object({
      "application/json": z.object({ schema: z.object({ properties: z.record(z.string(), z.unknown()) }) }),
    }),
  }),
});

test("each curl calls a path of the API with members that its body has", () => {
  expect(commands.length).toBeGreaterThanOrEqual(6);
  for (const [, path = "", body = ""] of commands) {
    const known = path.replace(/\/(tenants|crm)\/acme\//, "/$1/{tenantId}/");
    const operation = Object(paths)[known]?.post ?? Object(paths)[known]?.put;
    const { properties } = bodySchema.parse(operation).requestBody.content["application/json"].schema;
    expect(Object.keys(properties), known).toEqual(expect.arrayContaining(Object.keys(JSON.parse(body))));
  }
});

test("every path that it names is in the API's document", () => {
  const named = [...text.matchAll(/`(\/api\/[^`?$]+)`/g)].map(([, path = ""]) => path);
  expect(named.filter((path) => !Object.hasOwn(paths, path) && path !== "/api/oauth/callback")).toEqual([]);
});

test("its settings are those of a stage", () => {
  const snippets = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, snippet = ""]) => snippet);
  const json = snippets.map((snippet) => snippet.replaceAll(/(\w+):(?=\s)/g, '"$1":').replaceAll(/,(\s*[}\]])/g, "$1"));
  const settings = JSON.parse(`{${json.map((one) => one.trim().replace(/,$/, "")).join(",")}}`);
  expect(Object.keys(settings)).toEqual(["services", "tenantHosts"]);
  expect(() => defineStage({ ...exampleInput, ...settings })).not.toThrow();
});

test("says that a flow of a service ends in a confirmation", () => {
  expect(text).toContain("**A flow that a service begins always ends in `confirm_required`.**");
});
