import { createConfig, lintFromString } from "@redocly/openapi-core";
import { expect, test } from "vitest";
import { buildApiDocument } from "../../infra/openapi/document.ts";
import { routes } from "../../infra/routes.ts";

/** Rules of the recommended set that do not fit, each with its reason. */
const exceptions = {
  // Callbacks answer 302 and nothing else: browsers call them.
  "operation-2xx-response": "off",
} as const;

/** No id is `sync` or `customers`, and no provider `status`; the paths are those of clients that exist. */
const unambiguous = [
  "`/api/v1/integrations/{id}/status` and `/api/v1/integrations/sync/{provider}`",
  "`/api/crm/connectors/{id}` and `/api/crm/{tenantId}/customers`",
  "`/api/crm/connectors/{id}` and `/api/crm/{tenantId}/call-summaries`",
];

const config = await createConfig({ extends: ["recommended"], rules: exceptions });

async function listProblems(document: object): Promise<string[]> {
  const found = await lintFromString({ source: JSON.stringify(document), absoluteRef: "openapi.json", config });
  const isKnown = (message: string) => unambiguous.some((paths) => message.endsWith(`ambiguous paths: ${paths}.`));
  const broken = found.filter(({ message }) => !isKnown(message));
  return broken.map(({ ruleId, severity, message, location }) => {
    return `${severity} ${ruleId}: ${message} ${location[0]?.pointer}`;
  });
}

test("the document breaks no rule of Redocly's recommended set", async () => {
  expect(await listProblems(await buildApiDocument(routes))).toEqual([]);
});

test("the rules are at work", async () => {
  const document = await buildApiDocument(routes);
  const problems = await listProblems({ ...document, components: { ...document.components, schemas: {} } });
  expect(problems.join("\n")).toContain("error no-unresolved-refs");
});
