// The parser's tree as JSON: a node is {"Kind": {fields}}, a field of one fixed kind holds the fields alone, and what is zero,
// false or absent is left out. github.com/pganalyze/libpg_query, protobuf/pg_query.proto

export type Fields = Readonly<Record<string, unknown>>;

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const asFields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** The kind of a node and its fields; an empty kind for what is no node. */
export function openNode(value: unknown): [kind: string, fields: Fields] {
  const [only, second] = Object.entries(asFields(value));
  return only && !second ? [only[0], asFields(only[1])] : ["", {}];
}

/** The fields of a node of this kind. */
export function openAs(kind: string, value: unknown): Fields | undefined {
  const [found, fields] = openNode(value);
  return found === kind ? fields : undefined;
}

/** The text of a String node. */
function readString(value: unknown): string | undefined {
  const text = openAs("String", value)?.sval;
  return typeof text === "string" ? text : undefined;
}

/** The parts of a name, such as of a function; undefined where one of them is no name. */
export function readNames(value: unknown): readonly string[] | undefined {
  const names = asList(value).map(readString);
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** A name without `pg_catalog.`; undefined for one of any other schema. */
export function readCatalogName(value: unknown): string | undefined {
  const names = readNames(value);
  if (names?.length === 2 && names[0] === "pg_catalog") return names[1];
  return names?.length === 1 ? names[0] : undefined;
}
