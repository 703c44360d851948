// Documents with something odd in place of one of their members.

export type Place = readonly string[];

/** Every member of a document, as a path of names; the document itself is the first. */
export function listPlaces(value: unknown, path: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => listPlaces(inner, [...path, name]))];
}

export function replaceAt(value: unknown, [name, ...rest]: Place, by: unknown): unknown {
  if (name === undefined) return by;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[name] = replaceAt(copy[name], rest, by);
  return copy;
}

/** What may stand where something else belongs. As JSON, `undefined` is a missing member, or null in a list. */
export const oddValues: readonly (readonly [name: string, value: unknown])[] = [
  ["nothing", undefined],
  ["null", null],
  ["a number", 7],
  ["a negative fraction", -1.5],
  ["a flag", true],
  ["a text", "odd"],
  ["an empty text", ""],
  ["a very long text", "x".repeat(30_000)],
  ["a very long word with an emoji", `@${"🙂".repeat(2_000)}`],
  ["an empty list", []],
  ["a list of odd things", [null, 7, "odd", {}, []]],
  ["an empty object", {}],
];
