// The queries of the data API that the sandbox understands: a little of SOQL, and SOSL in phone fields.
// developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta
import type { Row, Tables } from "./seed.ts";

export class QueryError extends Error {
  readonly code: "MALFORMED_QUERY" | "MALFORMED_SEARCH" | "INVALID_TYPE" | "INVALID_FIELD";
  constructor(code: QueryError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

interface Wanted {
  readonly name: string;
  readonly fields: readonly string[];
  readonly limit?: number | undefined;
}

const apiPath = (version: string, name: string, id: unknown) => `/services/data/${version}/sobjects/${name}/${id}`;

/** Formats a record as the API does. @throws QueryError for a field that it does not have */
export function describeRecord(version: string, { name, fields }: Wanted, found: Row) {
  for (const field of fields)
    if (!(field in found)) throw new QueryError("INVALID_FIELD", `No such column '${field}' on entity '${name}'.`);
  const attributes = { type: name, url: apiPath(version, name, found.Id) };
  return { attributes, ...nestFields(fields, found) };
}

/** `Account.Name` is answered as `Account: {Name}`; null where there is no account. */
function nestFields(fields: readonly string[], found: Row): Record<string, unknown> {
  const nested: Record<string, unknown> = {};
  for (const field of fields) {
    const [of = "", name] = field.split(".");
    const value = found[field];
    nested[of] = name === undefined ? value : value === null ? null : { ...Object(nested[of]), [name]: value };
  }
  return nested;
}

const requireTable = (tables: Tables, name: string): readonly Row[] => {
  const table = tables[name];
  if (table === undefined) throw new QueryError("INVALID_TYPE", `sObject type '${name}' is not supported.`);
  return table;
};

/** `SELECT a, b FROM Contact WHERE x = 'y' AND z IN ('v', 'w') OR … LIMIT n`; related fields such as `Account.Name` are read too. */
export function runSoql(tables: Tables, version: string, soql: string) {
  const pattern =
    /^\s*SELECT\s+(.+?)\s+FROM\s+(\w+)(?:\s+WHERE\s+(.+?))?(?:\s+ORDER BY\s+[\w. ]+?)?(?:\s+LIMIT\s+(\d+))?\s*$/is;
  const [, list = "", name = "", where, limit] = pattern.exec(soql) ?? [];
  if (name === "") throw new QueryError("MALFORMED_QUERY", "unexpected token");
  const fields = splitList(list);
  const found = requireTable(tables, name)
    .map((row) => joinAccount(tables, row))
    .filter((row) => where === undefined || matchesAny(row, where));
  const records = found.slice(0, Number(limit ?? 2000)).map((row) => describeRecord(version, { name, fields }, row));
  return { totalSize: records.length, done: true, records };
}

function joinAccount(tables: Tables, row: Row): Row {
  const account = tables.Account?.find(({ Id }) => Id === row.AccountId);
  return "AccountId" in row ? { ...row, "Account.Name": account?.Name ?? null } : row;
}

const literal = /'((?:[^'\\]|\\.)*)'/gs;
const removeEscapes = (text: string) => text.replaceAll(/\\(.)/gs, "$1");

/** Literals are taken out first, so that a word inside one is not read as an operator. */
function matchesAny(row: Row, where: string): boolean {
  const values = [...where.matchAll(literal)].map(([, text = ""]) => removeEscapes(text));
  const outline = where.replaceAll(literal, "?");
  if (/['\\]/.test(outline)) throw new QueryError("MALFORMED_QUERY", "unexpected token: '");
  const matches = (condition: string) => {
    const [, field = "", list, single] =
      /^\s*\(*([\w.]+)\s*(?:IN\s*\(([?,\s]+)\)|=\s*(\?))\)*\s*$/i.exec(condition) ?? [];
    const count = (list ?? single ?? "").split("?").length - 1;
    if (count < 1) throw new QueryError("MALFORMED_QUERY", "unexpected token");
    const wanted = values.splice(0, count).map((value) => value.toLowerCase());
    if (!(field in row)) throw new QueryError("INVALID_FIELD", `No such column '${field}'.`);
    return wanted.includes(String(row[field] ?? "").toLowerCase());
  };
  const groups = outline.split(/\bOR\b/i).map((group) => group.split(/\bAND\b/i).map(matches));
  return groups.some((group) => group.every(Boolean));
}

const splitList = (list: string) => list.split(",").map((field) => field.trim());

/** `FIND {4155551212} IN PHONE FIELDS RETURNING Contact(Id, Name LIMIT 5), Lead(Id)` */
export function runSosl(tables: Tables, version: string, sosl: string) {
  const [, term = "", returning = ""] =
    /^\s*FIND\s*\{(.*?)(?<!\\)\}\s*IN\s+PHONE\s+FIELDS\s+RETURNING\s+(.+)$/is.exec(sosl) ?? [];
  const sobjects = [...returning.matchAll(/(\w+)(?:\(([^)]*)\))?/g)].map(([, name = "", inside = "Id"]): Wanted => {
    const [, list = "", limit] = /^(.*?)(?:\s+LIMIT\s+(\d+))?\s*$/is.exec(inside) ?? [];
    return { name, fields: splitList(list), limit: limit === undefined ? undefined : Number(limit) };
  });
  if (sobjects.length === 0) throw new QueryError("MALFORMED_SEARCH", "unexpected token");
  return searchPhones(tables, version, removeEscapes(term), sobjects);
}

/** Finds records with the number in any phone field, however it is written there. */
export function searchPhones(tables: Tables, version: string, term: string, sobjects: readonly Wanted[]) {
  const terms = term.split(/\s+OR\s+/).map(toDigits);
  if (terms.some((digits) => digits.length < 2))
    throw new QueryError("MALFORMED_SEARCH", "search term must be longer than one character");
  const searchRecords = sobjects.flatMap((wanted) =>
    requireTable(tables, wanted.name)
      .filter((row) => listPhones(row).some((phone) => terms.some((digits) => isSameNumber(phone, digits))))
      .slice(0, wanted.limit ?? 200)
      .map((row) => describeRecord(version, wanted, joinAccount(tables, row))),
  );
  return { searchRecords };
}

const isSameNumber = (phone: string, digits: string) =>
  phone === digits || (digits.length > 6 && phone.endsWith(digits));

const toDigits = (text: string) => text.replaceAll(/\D/g, "");
const listPhones = (row: Row) =>
  Object.entries(row).flatMap(([name, value]) =>
    name.endsWith("Phone") && value !== null ? [toDigits(String(value))] : [],
  );
