// Which tenant a token makes its caller act for, and what an administrator sees by it.
import "./lambda-environment.ts";
import { describe, expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { readSignedInUser, type User } from "../../lib/http/caller.ts";
import { getVisibleTenant } from "../../lib/http/visible-tenant.ts";
import { httpEvent } from "../support/events.ts";
import { fc } from "../support/properties.ts";

const claims = { sub: "ada", roles: ["admin"] };

/** `org: undefined` is a token without the claim; `tenant` the header. */
const readUser = (more: Record<string, unknown>, tenant?: string): User => {
  const headers: Record<string, string> = tenant === undefined ? {} : { "x-tenant-id": tenant };
  return readSignedInUser(httpEvent({ on: "GET /api/integrations", claims: { ...claims, ...more }, headers }));
};

/** The tenant, or the code of the refusal. */
function readTenant(org: unknown, tenant?: string): string {
  try {
    return readUser({ org }, tenant).tenant;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

test.each<[string, unknown, string]>([
  ["a name", "acme", "c#acme"],
  ["a list of one name", ["acme"], "c#acme"],
  ["a list of one name twice", ["acme", "acme"], "c#acme"],
  ["a name like a flattened list", "[acme globex]", "c#[acme globex]"],
  ["nothing", undefined, "u#ada"],
])("takes the tenant from %s", (_, org, tenant) => {
  expect(readTenant(org)).toBe(tenant);
});

test.each<[string, unknown]>([
  ["a number", 7],
  ["an empty name", ""],
  ["an object", { id: "acme" }],
  ["an object that looks like a list", { 0: "acme", length: 1 }],
  ["true", true],
  ["null", null],
  ["an empty list", []],
  ["a list with an empty name", ["acme", ""]],
  ["a list with a number", ["acme", 7]],
  ["a list in a list", [["acme"]]],
  ["half a character", "acme\ud800"],
  ["a name too long for a key", "x".repeat(1000)],
  ["a name too long for a key in bytes", "é".repeat(200)],
])("refuses a token whose tenant claim is %s, whatever the header", (_, org) => {
  expect(readTenant(org)).toBe("unauthenticated");
  expect(["unauthenticated", "forbidden"]).toContain(readTenant(org, "acme"));
});

const both = ["acme", "globex"];

test.each<[string, unknown, string | undefined, string]>([
  ["none of several", both, undefined, "invalid_request"],
  ["one of several", both, "globex", "c#globex"],
  ["another than several", both, "initech", "forbidden"],
  ["the only one of a list", ["acme"], "acme", "c#acme"],
  ["another than the only one of a list", ["acme"], "globex", "forbidden"],
  ["the claim's own name", "acme", "acme", "c#acme"],
  ["another than the claim's", "acme", "globex", "forbidden"],
  ["one, without the claim", undefined, "acme", "forbidden"],
  ["the own subject, without the claim", undefined, "ada", "forbidden"],
  ["two, joined by the gateway", both, "acme,globex", "invalid_request"],
  ["the same twice", both, "acme,acme", "invalid_request"],
  ["two, joined with a space", both, "acme, globex", "invalid_request"],
  ["a stored key", both, "c#acme", "forbidden"],
  ["an encoded name", both, "%61cme", "forbidden"],
  ["another spelling", both, "Acme", "forbidden"],
  ["a flattened list", both, "[acme globex]", "forbidden"],
  ["nothing in particular", both, "", "forbidden"],
  ["what every list has", both, "length", "forbidden"],
])("judges a header that names %s", (_, org, tenant, outcome) => {
  expect(readTenant(org, tenant)).toBe(outcome);
});

test("says what is wrong with a token that is valid otherwise", () => {
  const sentence = "The user or tenant in your token cannot be read. Tell your administrator.";
  for (const org of [7, "é".repeat(200)]) expect(() => readUser({ org })).toThrow(sentence);
});

test("says which header is wrong", () => {
  expect(() => readUser({ org: both })).toThrow("X-Tenant-Id: name one of your tenants; your token has several.");
  const foreign = "X-Tenant-Id: this is not one of your tenants.";
  expect(() => readUser({ org: both }, "initech")).toThrow(foreign);
  const field = expect.objectContaining({ members: { field: "X-Tenant-Id" } });
  for (const header of [undefined, "acme,globex"]) expect(() => readUser({ org: both }, header)).toThrow(field);
});

test("reads the list from the token, not from the gateway's flattened copy", () => {
  const event = httpEvent({ on: "GET /api/integrations", claims: { ...claims, org: ["acme"] } });
  event.requestContext.authorizer.jwt.claims.org = "globex";
  expect(readSignedInUser(event).tenant).toBe("c#acme");
});

test("never takes one user's tenant for a company's of the same name", () => {
  expect(readUser({ sub: "acme" }).tenant).not.toBe(readUser({ org: "acme" }).tenant);
});

describe("an administrator of the stage", () => {
  test.each<[string, Record<string, unknown>, boolean]>([
    ["the value alone", { staff: "operator" }, true],
    ["a list with the value", { staff: ["reader", "operator"] }, true],
    ["the value, without being an administrator of a tenant", { staff: "operator", roles: [] }, true],
    ["the value beside a tenant", { staff: "operator", org: "acme" }, true],
    ["nothing", {}, false],
    ["no tenant", { org: undefined }, false],
    ["a longer word", { staff: "operators" }, false],
    ["a flattened list", { staff: "[operator]" }, false],
    ["an object", { staff: { operator: true } }, false],
    ["true", { staff: true }, false],
    ["null", { staff: null }, false],
    ["the value under a prototype", JSON.parse('{"__proto__":{"staff":"operator"}}'), false],
  ])("is one by exact match: %s", (_, more, isStageAdmin) => {
    const user = readUser(more);
    expect([user.isStageAdmin, getVisibleTenant(user) === undefined]).toEqual([isStageAdmin, isStageAdmin]);
  });
});

describe("whatever the tenant claim is", () => {
  const names = fc.constantFrom("acme", "globex", "", "u#", "u#ada", "c#acme", "__proto__", "undefined", "null");
  const json = fc.oneof(fc.jsonValue(), fc.string(), names, fc.array(names), fc.array(fc.jsonValue()));

  test("an administrator sees a tenant that the claim names or is refused, and is none of the stage", () => {
    const property = fc.property(json, fc.option(names, { nil: undefined }), (org, header) => {
      const outcome = readTenant(org, header);
      const named: unknown[] = Array.isArray(org) ? org : [org];
      if (!outcome.startsWith("c#")) {
        expect(["unauthenticated", "invalid_request", "forbidden"]).toContain(outcome);
        return;
      }
      const user = readUser({ org }, header);
      expect(user).toMatchObject({ isAdmin: true, isStageAdmin: false });
      expect(named.map((name) => `c#${name}`)).toContain(getVisibleTenant(user));
      expect(named.every((name) => typeof name === "string" && name !== "")).toBe(true);
    });
    fc.assert(property, { numRuns: 1000 });
  });
});
