// Converts zod schemas to the JSON Schema of OpenAPI 3.1 (draft 2020-12).
import * as z from "zod";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** `components.schemas`: schemas with an id (`.meta({ id: "Connection" })`), by that id. */
export type SharedSchemas = Map<string, JsonSchema>;

interface SchemaConversion {
  readonly zodSchema: z.core.$ZodTypes;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}

/** Formats that make zod's `pattern` unnecessary, which has hundreds of characters. */
const impliedByFormat = new Set(["date-time", "date", "time", "email", "uri", "uuid"]);

const maxSafeInteger = Number.MAX_SAFE_INTEGER;

/**
 * Converts the schema of what a client sends (`input`) or receives (`output`).
 * @param shared collects the schemas that have an id
 * @throws when two different schemas have the same id, or a recursive schema has none
 */
export function toJsonSchema(schema: z.ZodType, io: "input" | "output", shared: SharedSchemas): JsonSchema {
  const written = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: io === "output" ? adjustAnswerSchema : adjustRequestSchema,
  });
  const { $schema: _, $defs = {}, ...rest } = withComponentReferences(written);
  for (const [id, definition] of Object.entries(definitions.parse($defs))) shareSchema(shared, id, definition);
  return rest;
}

const definitions = z.record(z.string(), z.record(z.string(), z.unknown()));

function shareSchema(shared: SharedSchemas, id: string, definition: JsonSchema): void {
  if (id.startsWith("__")) throw new Error("A schema that contains itself needs an id: .meta({ id }).");
  const { id: _, ...content } = definition;
  const known = shared.get(id);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(content)) {
    throw new Error(`Two different schemas are called ${id}.`);
  }
  shared.set(id, content);
}

/** zod puts shared schemas into `$defs`; in the document they are components. */
const withComponentReferences = (written: unknown): Record<string, unknown> =>
  JSON.parse(JSON.stringify(written).replaceAll('"#/$defs/', '"#/components/schemas/'));

const adjustRequestSchema = ({ zodSchema, jsonSchema: json }: SchemaConversion): void => {
  if (json.format !== undefined && impliedByFormat.has(json.format)) delete json.pattern;
  if (json.minimum === -maxSafeInteger) delete json.minimum;
  if (json.maximum === maxSafeInteger) delete json.maximum;
  if (zodSchema._zod.def.type === "file") delete json.contentEncoding;
  if (json.type === "array") Object.assign(json, describeTruncatedItems(zodSchema));
  // `.catch()` replaces invalid input; that is not a default value.
  if (zodSchema._zod.def.type === "catch") delete json.default;
};

/** The items of a `truncatedList`. */
function describeTruncatedItems(list: object): { items?: JsonSchema } {
  if (!("item" in list) || !(list.item instanceof z.ZodType)) return {};
  return { items: toJsonSchema(list.item, "input", new Map()) };
}

/** Answers may get new properties, so additional ones are not forbidden. */
const adjustAnswerSchema = (context: SchemaConversion): void => {
  adjustRequestSchema(context);
  if (context.jsonSchema.additionalProperties === false) delete context.jsonSchema.additionalProperties;
};
