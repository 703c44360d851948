// Path, query and header parameters.
import * as z from "zod";
import { type JsonSchema, type SharedSchemas, toJsonSchema } from "./schema.ts";

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

/** Default descriptions by parameter name; a description in the schema takes precedence. */
const parameterDescriptions: Readonly<Record<string, string>> = {
  account: "The connection list's `id`, where the user has several accounts; the one connected last unless given.",
  limit: "How many at most.",
  maxResults: "How many at most.",
  pageToken: "The `nextPageToken` of the page before; otherwise opaque.",
  refresh: "Ask the provider anew instead of giving a kept answer.",
  includePrivate: "Private ones as well.",
  teamId: "The team's number, as in the address of its page; that of the settings unless given.",
  fileKey: "The file's key, as in its address.",
  owner: "The account that has the repository.",
  repo: "The repository's name.",
  number: "The issue's number.",
  returnTo: "Where the browser goes in the end; one of the allowed targets.",
  scopes: "Separated by spaces or commas; the stage's scopes unless given, and besides where an account is renewed.",
  params: "What the provider asks for before an account can connect: a JSON object of strings.",
};

const object = z.looseObject({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
});

/** Converts the properties of a query or path schema to parameters. */
export function buildParameters(schema: z.ZodType, place: "path" | "query", shared: SharedSchemas): Parameter[] {
  const { properties, required } = object.parse(toJsonSchema(schema, "input", shared));
  return Object.entries(properties).map(([name, { description, ...found }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...withDescription(description ?? parameterDescriptions[name]),
    schema: place === "query" ? toNumberSchema(schema, name, found, shared) : found,
  }));
}

/** Builds parameters for the path variables that are not in the contract. */
export function buildPathParameters(path: string, checked: readonly Parameter[]): Parameter[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  return names.map((name) => {
    const known = checked.find((parameter) => parameter.name === name);
    if (name !== "provider" && name !== "service")
      return known ?? buildPathVariable(name, { type: "string", minLength: 1 });
    return buildPathVariable(name, { $ref: "#/components/schemas/ProviderId" });
  });
}

export const idempotencyKey = { $ref: "#/components/parameters/IdempotencyKey" } as const;
export const ifMatch = { $ref: "#/components/parameters/IfMatch" } as const;
export const tenantId = { $ref: "#/components/parameters/TenantId" } as const;

/** `components.parameters` */
export const sharedParameters = {
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description:
      "Asked twice under the same key within 24 hours, it is done once and answered alike. While the first one is at work: " +
      "409 `conflict`; another request under the key: 422; one that ended without an answer: 409 `outcome_unknown`.",
    schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,255}$" },
  },
  IfMatch: {
    name: "If-Match",
    in: "header",
    required: false,
    description:
      "The `etag` it was read with: changed only if nobody else has changed it since, else 409 `conflict` (RFC 9110 section 13.1.1).",
    schema: { type: "string" },
  },
  TenantId: {
    name: "X-Tenant-Id",
    in: "header",
    required: false,
    description:
      "The tenant to act for, where the token names several: without the header that is 400, and any other name is 403.",
    schema: { type: "string" },
  },
} as const;

const withDescription = (description: unknown) => (typeof description === "string" ? { description } : {});

const buildPathVariable = (name: string, schema: JsonSchema): Parameter => ({
  name,
  in: "path",
  required: true,
  ...withDescription(parameterDescriptions[name]),
  schema,
});

/** A query value is text that zod checks as digits and converts; documents the resulting number with its bounds. */
function toNumberSchema(query: z.ZodType, name: string, found: JsonSchema, shared: SharedSchemas): JsonSchema {
  if (found.type !== "string" || found.pattern === undefined) return found;
  const { type, ...read } = object.parse(toJsonSchema(query, "output", shared)).properties[name] ?? {};
  return type === "number" || type === "integer" ? { type: "integer", ...read } : found;
}
