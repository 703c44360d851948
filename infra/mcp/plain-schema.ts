// Makes a JSON Schema that every assistant's model reads: without references, and without what only some engines know.
import type { JsonSchema, SharedSchemas } from "../openapi/schema.ts";

const reference = "#/components/schemas/";

/** Nobody reads a longer pattern, and it is sent with every list. The endpoint checks it anyway. */
const maxPatternLength = 100;

/**
 * Puts what a schema refers to in the reference's place, and leaves out patterns that are long or look around.
 * @throws Error for a schema that contains itself
 */
export function toPlainSchema(schema: JsonSchema, shared: SharedSchemas, within: readonly string[] = []): JsonSchema {
  const { $ref: name, ...own } = schema;
  if (typeof name === "string") {
    if (within.includes(name)) throw new Error(`${name} contains itself, so it cannot stand in a tool's schema.`);
    const found = shared.get(name.replace(reference, "")) ?? {};
    return { ...toPlainSchema(found, shared, [...within, name]), ...own };
  }
  const entries = Object.entries(own).filter(([keyword, value]) => keyword !== "pattern" || isPlainPattern(value));
  const plain = Object.fromEntries(entries.map(([keyword, value]) => [keyword, toPlainValue(value, shared, within)]));
  const { allOf, ...rest } = plain;
  if (!Array.isArray(allOf)) return plain;
  // What only had a pattern says nothing any more.
  const telling = allOf.filter((one) => Object.keys(one).length > 0);
  return telling.length > 0 ? { ...rest, allOf: telling } : rest;
}

function toPlainValue(value: unknown, shared: SharedSchemas, within: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one) => toPlainValue(one, shared, within));
  return isObject(value) ? toPlainSchema(value, shared, within) : value;
}

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isPlainPattern = (pattern: unknown): boolean =>
  typeof pattern !== "string" || (pattern.length <= maxPatternLength && !/\(\?[=!<]/.test(pattern));
