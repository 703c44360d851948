// Under which tenants the rows of a tenant are.
import { expect, test } from "vitest";
import { listRowTenants } from "../../lib/store/named-tenant.ts";
import { nameOwnersBy } from "../../lib/store/owner.ts";
import { fc } from "../support/properties.ts";

test.each([
  ["c#acme", ["c#acme", "t#acme"]],
  ["c@old#acme", ["c@old#acme", "t@old#acme"]],
  ["c#a#b", ["c#a#b", "t#a#b"]],
  ["u#ada", ["u#ada"]],
  ["u@old#5", ["u@old#5"]],
  ["t#acme", ["t#acme"]],
])("%s has rows under %j", (tenant, tenants) => {
  expect(listRowTenants(tenant)).toEqual(tenants);
});

test("two tenants, or users without one, have no rows under the same", () => {
  const entry = fc.constantFrom(undefined, "a", "old");
  const name = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom("acme", "#acme", "@old#acme", "old#acme", "c#acme"),
  );
  const tenant = fc
    .record({ entry, name, isUser: fc.boolean() })
    .map(({ entry: issuer, name: of, isUser }) =>
      isUser ? nameOwnersBy(issuer).toPersonalTenant(of) : nameOwnersBy(issuer).toCompany(of),
    );
  fc.assert(
    fc.property(tenant, tenant, (one, other) => {
      fc.pre(one !== other);
      expect(listRowTenants(one).filter((row) => listRowTenants(other).includes(row))).toEqual([]);
    }),
  );
});
