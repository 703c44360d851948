// POST …/contacts/search: developers.hubspot.com/docs/api-reference/search/guide
import { z } from "zod";
import { type Portal, type StoredObject, withSearchableNumbers } from "./records.ts";
import type { Properties } from "./seed.ts";

const filterSchema = z.object({
  propertyName: z.string(),
  operator: z.enum(["EQ", "NEQ", "IN", "HAS_PROPERTY", "NOT_HAS_PROPERTY", "CONTAINS_TOKEN"]),
  value: z.string().optional(),
  values: z.array(z.string()).optional(),
});
type Filter = z.output<typeof filterSchema>;

const searchSchema = z.object({
  filterGroups: z
    .array(z.object({ filters: z.array(filterSchema).max(6) }))
    .max(5)
    .default([]),
  query: z.string().optional(),
  properties: z.array(z.string()).default(["firstname", "lastname", "email"]),
  limit: z.int().min(1).max(200).default(10),
  after: z.coerce.number().default(0),
});

/** Groups are alternatives, filters of a group must all match. @throws ZodError for a body that HubSpot would refuse */
export function searchContacts({ contacts }: Portal, body: unknown) {
  const { filterGroups, query, properties, limit, after } = searchSchema.parse(body);
  const found = contacts.filter(({ properties: own }) => {
    const values = withSearchableNumbers(own);
    const inGroups =
      filterGroups.length === 0 || filterGroups.some(({ filters }) => filters.every((one) => matches(values, one)));
    return inGroups && (query === undefined || matchesQuery(values, query));
  });
  const page = found.slice(after, after + limit);
  const next = after + limit < found.length ? { paging: { next: { after: String(after + limit) } } } : {};
  return { total: found.length, results: page.map((one) => describeObject(one, properties)), ...next };
}

function matches(properties: Properties, { propertyName, operator, value = "", values = [] }: Filter): boolean {
  const own = properties[propertyName] ?? null;
  switch (operator) {
    case "EQ":
      return own?.toLowerCase() === value.toLowerCase();
    case "NEQ":
      return own?.toLowerCase() !== value.toLowerCase();
    case "IN":
      return own !== null && values.includes(own.toLowerCase());
    case "HAS_PROPERTY":
      return own !== null;
    case "NOT_HAS_PROPERTY":
      return own === null;
    case "CONTAINS_TOKEN":
      return own !== null && toPattern(value).test(own);
  }
}

/** `*` stands for anything. */
const toPattern = (value: string): RegExp =>
  new RegExp(`^${value.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`, "i");

/** The whole text of a name, address or company, or the digits of a number. */
function matchesQuery(properties: Properties, query: string): boolean {
  const [text, digits] = [query.toLowerCase(), query.replaceAll(/\D/g, "")];
  const isText = ["firstname", "lastname", "email", "company"].some((name) =>
    properties[name]?.toLowerCase().includes(text),
  );
  const numbers = [properties.phone, properties.mobilephone].map((phone) => phone?.replaceAll(/\D/g, "") ?? "");
  return isText || (digits.length > 5 && numbers.some((number) => number.includes(digits)));
}

export function describeObject({ id, properties }: StoredObject, wanted: readonly string[]) {
  const all = { hs_object_id: id, ...withSearchableNumbers(properties) } as Properties;
  const at = "2026-10-01T09:00:00.000Z";
  const names = [...new Set(["hs_object_id", ...wanted])];
  const chosen = Object.fromEntries(names.map((name) => [name, all[name] ?? null]));
  return { id, properties: chosen, createdAt: at, updatedAt: at, archived: false };
}
