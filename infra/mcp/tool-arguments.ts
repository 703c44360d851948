// Joins what an endpoint takes in its path, its query and its body into the arguments of one tool.
import * as z from "zod";
import type { ArgumentPlace, ConnectionTool } from "../../lib/mcp/connections/tool-file.ts";
import { keyArgument } from "../../lib/mcp/connections/tool-file-names.ts";
import type { DescribedContract } from "../openapi/contracts.ts";
import { buildParameters, sharedParameters } from "../openapi/parameters.ts";
import { type JsonSchema, type SharedSchemas, toJsonSchema } from "../openapi/schema.ts";
import { toPlainSchema } from "./plain-schema.ts";

interface Argument {
  readonly place: ArgumentPlace;
  readonly isRequired: boolean;
  readonly schema: JsonSchema;
}

/** Other names of `limit` and `pageToken`, for clients of the systems before. An assistant needs one way only. */
const otherNames = new Set(["maxResults", "per_page", "page"]);

/** Short, because an assistant reads them for every tool. A description in the contract takes precedence. */
const descriptions: Readonly<Record<string, string>> = {
  account: "An id of integrations_list, where there are several.",
  pageToken: "The nextPageToken of the page before.",
  refresh: "Ask anew instead of taking a kept answer.",
  q: "Search terms, in the provider's syntax.",
};

const keyDescription = "A new random value for each change; the same again only to repeat that change.";

/** @throws Error for a body that is no object, and for an endpoint with an argument of the key's name */
export function describeArguments(
  tool: string,
  contract: DescribedContract,
  isWrite: boolean,
): Pick<ConnectionTool, "inputSchema" | "places"> {
  const shared: SharedSchemas = new Map();
  const found = mergeArguments([
    ...listParameters(contract, "path", shared),
    ...listParameters(contract, "query", shared),
    ...listMembers(tool, contract.body, shared),
  ]);
  if (found.has(keyArgument)) throw new Error(`${tool} has an argument ${keyArgument} of its own.`);
  const key = isWrite
    ? { [keyArgument]: { ...sharedParameters.IdempotencyKey.schema, description: keyDescription } }
    : {};
  const required = [...found].filter(([, { isRequired }]) => isRequired).map(([name]) => name);
  const properties = Object.fromEntries([...found].map(([name, { schema }]) => [name, toPlainSchema(schema, shared)]));
  const inputSchema = {
    type: "object",
    properties: { ...properties, ...key },
    required: [...required, ...Object.keys(key)],
    additionalProperties: false,
  } as const;
  return {
    inputSchema,
    places: Object.fromEntries([...found].map(([name, { place }]) => [name, place])),
  };
}

function listParameters(contract: DescribedContract, place: "path" | "query", shared: SharedSchemas): Argument[] {
  const schema = contract[place];
  if (schema === undefined) return [];
  return buildParameters(schema, place, shared)
    .filter(({ name }) => !otherNames.has(name))
    .map(({ name, required, description, schema: json }) => {
      const about = descriptions[name] ?? description;
      return {
        place: { in: place, name },
        isRequired: required,
        schema: { ...toFlag(json), ...(about === undefined ? {} : { description: about }) },
      };
    });
}

const object = z.looseObject({
  type: z.literal("object"),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
});

function listMembers(tool: string, body: z.ZodType | undefined, shared: SharedSchemas): Argument[] {
  if (body === undefined) return [];
  const read = object.safeParse(toJsonSchema(body, "input", shared));
  if (!read.success) throw new Error(`The body of ${tool} is no object, so its members cannot be arguments.`);
  const { properties, required } = read.data;
  return Object.entries(properties).map(([name, schema]) => ({
    place: { in: "body", name },
    isRequired: required.includes(name),
    schema,
  }));
}

/**
 * By the argument's name. What two places take alike, and neither needs, goes to the first one; else the later one is called after its
 * place: `body_id`.
 * @throws Error when an argument has that name already
 */
function mergeArguments(all: readonly Argument[]): Map<string, Argument> {
  const merged = new Map<string, Argument>();
  for (const argument of all) {
    const { name, in: place } = argument.place;
    const known = merged.get(name);
    if (known && isSameThing(known, argument)) continue;
    const ownName = known ? `${place}_${name}` : name;
    if (merged.has(ownName)) throw new Error(`Two arguments would be called ${ownName}.`);
    merged.set(ownName, argument);
  }
  return merged;
}

/** Whatever is said about them: a query's description may be of this file. */
const isSameThing = (a: Argument, b: Argument): boolean =>
  !a.isRequired && !b.isRequired && JSON.stringify(withoutWords(a.schema)) === JSON.stringify(withoutWords(b.schema));

const withoutWords = ({ description: _, ...schema }: JsonSchema) => schema;

/** A query has `true` and `false` as texts. */
function toFlag(schema: JsonSchema): JsonSchema {
  const words = Array.isArray(schema.enum) ? schema.enum : [];
  if (!words.includes("true") || !words.includes("false")) return schema;
  const { enum: _, default: preset, ...rest } = schema;
  return { ...rest, type: "boolean", ...(preset === undefined ? {} : { default: preset === "true" }) };
}
