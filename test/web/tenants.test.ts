import { expect, test } from "vitest";
import { fitsHeader, readTenants } from "../../lib/web/session/tenants.ts";
import { fc } from "../support/properties.ts";

const encodePart = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
const createToken = (claims: Record<string, unknown>) => `e30.${encodePart(claims)}.signature`;

test.each<[string, unknown, readonly string[]]>([
  ["a list", ["acme", "globex"], ["acme", "globex"]],
  ["a list that repeats", ["acme", "globex", "acme"], ["acme", "globex"]],
  ["names of any script", ["東京", "Zoë"], ["東京", "Zoë"]],
  ["one name", "acme", []],
  ["a list of one", ["acme"], []],
  ["an empty list", [], []],
  ["no claim", undefined, []],
  ["what the API refuses", ["acme", "globex", ""], []],
  ["other such things", ["acme", "globex", 7], []],
])("reads what there is to choose from %s", (_, org, tenants) => {
  expect(readTenants(createToken({ org }), "org")).toEqual(tenants);
});

test("reads nothing from another claim, without a claim's name and from what is no token", () => {
  const org = ["acme", "globex"];
  for (const claim of ["tenants", "", "constructor", "__proto__"])
    expect(readTenants(createToken({ org }), claim)).toEqual([]);
  for (const text of ["", "a", "a.b.c", "opaque-access-token"]) expect(readTenants(text, "org")).toEqual([]);
});

test.each([
  ["acme", true],
  ["Acme, Inc. (EU) <b>", true],
  ["a", true],
  ["", false],
  [" acme", false],
  ["acme ", false],
  ["Zoë", false],
  ["東京", false],
  ["acme\r\nx-admin: 1", false],
  ["acme\n", false],
  ["tab\there", false],
])("knows whether a header carries %j", (tenant, fits) => {
  expect(fitsHeader(tenant)).toBe(fits);
});

test("a name that fits arrives unchanged", () => {
  const names = fc.oneof(fc.string(), fc.stringMatching(/^[ -~]{1,20}$/));
  const property = fc.property(names.filter(fitsHeader), (name) => {
    expect(new Headers({ "x-tenant-id": name }).get("x-tenant-id")).toBe(name);
  });
  fc.assert(property, { numRuns: 200 });
});
