// Values that fit a JSON Schema, for properties. What a pattern says by looking ahead has examples instead.
import { fc } from "../../../support/properties.ts";

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

const asObject = (value: unknown): Json => (isObject(value) ? value : {});

const asNumber = (value: unknown, otherwise: number): number => (typeof value === "number" ? value : otherwise);

const byFormat: Readonly<Record<string, fc.Arbitrary<string>>> = {
  "date-time": fc
    .date({ min: new Date("2000-01-01"), max: new Date("2099-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString()),
  date: fc.constant("2030-01-01"),
  email: fc.constantFrom("ada@example.com", "grace@example.org"),
};

/** @param examples by the name of a property that needs them */
function createValues(schema: unknown, examples: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> {
  const read = asObject(schema);
  if (Array.isArray(read.enum)) return fc.constantFrom(...read.enum);
  if (Array.isArray(read.anyOf)) return fc.oneof(...read.anyOf.map((one) => createValues(one, examples)));
  if (read.type === "object") return createObjects(read, examples);
  if (read.type === "array") return createArrays(read, examples);
  if (read.type === "boolean") return fc.boolean();
  if (read.type === "integer") return createIntegers(read);
  return createTexts(read);
}

/** Objects with their required members and any of the others. */
export function createObjects(schema: Json, examples: Readonly<Record<string, unknown>>): fc.Arbitrary<Json> {
  const members = Object.entries(asObject(schema.properties)).map(([name, member]): [string, fc.Arbitrary<unknown>] => [
    name,
    Object.hasOwn(examples, name) ? fc.constant(examples[name]) : createValues(member, examples),
  ]);
  const required = Array.isArray(schema.required) ? schema.required : [];
  return fc.record(Object.fromEntries(members), { requiredKeys: required });
}

const createArrays = (schema: Json, examples: Readonly<Record<string, unknown>>) =>
  fc.array(createValues(schema.items, examples), {
    minLength: asNumber(schema.minItems, 1),
    maxLength: Math.min(asNumber(schema.maxItems, 3), 3),
  });

const createIntegers = (schema: Json) =>
  fc.integer({
    min: asNumber(schema.minimum, asNumber(schema.exclusiveMinimum, -1) + 1),
    max: asNumber(schema.maximum, 1_000_000),
  });

function createTexts({ format, pattern, minLength, maxLength }: Json): fc.Arbitrary<string> {
  const known = typeof format === "string" ? byFormat[format] : undefined;
  if (known) return known;
  if (typeof pattern === "string") return fc.stringMatching(new RegExp(pattern), { size: "small" });
  // With a letter: a text of spaces is none.
  return fc
    .string({
      unit: "grapheme-ascii",
      minLength: Math.max(asNumber(minLength, 0) - 1, 0),
      maxLength: Math.min(asNumber(maxLength, 40), 40) - 1,
    })
    .map((text) => `a${text}`);
}
