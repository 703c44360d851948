// Builds the API's OpenAPI 3.1 document from the table and the contracts of the handlers.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { providerIds } from "../../lib/provider-ids.ts";
import type { Route } from "../route.ts";
import { loadContract } from "./contracts.ts";
import { type Endpoint, foldProviders } from "./fold-providers.ts";
import { additions } from "./hand-written/additions.ts";
import { pageOperations } from "./hand-written/pages.ts";
import { securitySchemes } from "./hand-written/webhooks.ts";
import { sharedHeaders } from "./headers.ts";
import { about } from "./info.ts";
import { buildOperation, type Operation } from "./operation.ts";
import { sharedParameters } from "./parameters.ts";
import { buildFailureResponses, problemSchemas } from "./problems.ts";
import { describeReceivers } from "./receivers.ts";
import type { JsonSchema, SharedSchemas } from "./schema.ts";
import { listTags } from "./tags.ts";

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

export interface ApiDocument {
  readonly openapi: "3.1.0";
  readonly info: object;
  readonly servers: readonly object[];
  readonly tags: readonly object[];
  readonly paths: Paths;
  readonly components: Readonly<Record<string, object>>;
}

/**
 * Describes the rows of the table. Imports their entries, and changes this process's environment for that.
 * @throws when an entry has no contract and no description in hand-written/
 */
export async function buildApiDocument(routes: readonly Route[]): Promise<ApiDocument> {
  const shared: SharedSchemas = new Map<string, JsonSchema>([
    ...Object.entries(problemSchemas),
    ["ProviderId", { description: "The name of a provider.", type: "string", enum: [...providerIds] }],
  ]);
  const operations: [Endpoint, Operation][] = [];
  const known = { ...pageOperations, ...(await describeReceivers(shared)) };
  // One after the other, because each entry reads its own Lambda's environment.
  for (const endpoint of foldProviders(routes.filter(({ isLeftover }) => !isLeftover))) {
    const operation = known[endpoint.rows[0].on] ?? (await describeEndpoint(endpoint, shared));
    operations.push([endpoint, operation]);
  }
  return {
    openapi: "3.1.0",
    info: { ...about, version: await readVersion() },
    servers: [{ url: "/", description: "The origin that serves this document." }],
    tags: listTags(new Set(operations.flatMap(([, { tags }]) => tags))),
    paths: groupByPath(operations),
    components: {
      schemas: Object.fromEntries([...shared].sort(([a], [b]) => a.localeCompare(b))),
      parameters: sharedParameters,
      headers: sharedHeaders,
      responses: buildFailureResponses(),
      securitySchemes,
    },
  };
}

async function describeEndpoint(endpoint: Endpoint, shared: SharedSchemas): Promise<Operation> {
  const [row] = endpoint.rows;
  const operation = buildOperation(endpoint, await loadContract(row), shared);
  return { ...operation, ...additions[row.on]?.(operation) };
}

function groupByPath(operations: readonly [Endpoint, Operation][]): Paths {
  const byPath = Map.groupBy(operations, ([{ path }]) => path);
  const entries = [...byPath].map(([path, found]) => [
    path,
    Object.fromEntries(found.map(([{ method }, operation]) => [method.toLowerCase(), operation])),
  ]);
  return Object.fromEntries(entries);
}

async function readVersion(): Promise<string> {
  const text = await readFile(join(import.meta.dirname, "../../package.json"), "utf8");
  return JSON.parse(text).version;
}
