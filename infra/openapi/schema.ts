// zod's schemas as the JSON Schema of OpenAPI 3.1 (draft 2020-12).
import * as z from "zod";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** `components.schemas`: those that carry an id (`.meta({ id: "Connection" })`), by it. */
export type SharedSchemas = Map<string, JsonSchema>;

interface Written {
  readonly zodSchema: z.core.$ZodTypes;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}

/** These formats say it; zod's expressions for them are hundreds of characters. */
const saidByFormat = new Set(["date-time", "date", "time", "email", "uri", "uuid"]);

const safest = Number.MAX_SAFE_INTEGER;

/**
 * What a client sends (`input`) or gets (`output`).
 * @param shared takes the schemas that have an id
 * @throws when two different schemas have the same id, or one that contains itself has none
 */
export function jsonSchema(schema: z.ZodType, io: "input" | "output", shared: SharedSchemas): JsonSchema {
  const written = z.toJSONSchema(schema, { io, unrepresentable: "any", override: io === "output" ? answer : request });
  const { $schema: _, $defs = {}, ...rest } = referring(written);
  for (const [id, definition] of Object.entries(definitions.parse($defs))) share(shared, id, definition);
  return rest;
}

const definitions = z.record(z.string(), z.record(z.string(), z.unknown()));

function share(shared: SharedSchemas, id: string, definition: JsonSchema): void {
  if (id.startsWith("__")) throw new Error("A schema that contains itself needs an id: .meta({ id }).");
  const { id: _, ...content } = definition;
  const known = shared.get(id);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(content)) {
    throw new Error(`Two different schemas are called ${id}.`);
  }
  shared.set(id, content);
}

/** zod gathers shared schemas in `$defs`; in the document they are components. */
const referring = (written: unknown): Record<string, unknown> =>
  JSON.parse(JSON.stringify(written).replaceAll('"#/$defs/', '"#/components/schemas/'));

const request = ({ zodSchema, jsonSchema: json }: Written): void => {
  if (json.format !== undefined && saidByFormat.has(json.format)) delete json.pattern;
  if (json.minimum === -safest) delete json.minimum;
  if (json.maximum === safest) delete json.maximum;
  if (zodSchema._zod.def.type === "file") delete json.contentEncoding;
  // What a client should not have sent is taken for something else; that is no default.
  if (zodSchema._zod.def.type === "catch") delete json.default;
};

/** Answers may gain members, so none is ruled out. */
const answer = (context: Written): void => {
  request(context);
  if (context.jsonSchema.additionalProperties === false) delete context.jsonSchema.additionalProperties;
};
