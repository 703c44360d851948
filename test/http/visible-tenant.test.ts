// Which tenants an administrator sees, and may name.
import { expect, test } from "vitest";
import { chooseVisibleTenant, getVisibleTenant } from "../../lib/http/visible-tenant.ts";

const admin = { tenant: "c#acme", user: "ada", isAdmin: true, isStageAdmin: false, name: undefined };
const stageAdmin = { ...admin, isStageAdmin: true };

test("only administrators of the stage see all tenants", () => {
  expect(getVisibleTenant(admin)).toBe("c#acme");
  expect(getVisibleTenant(stageAdmin)).toBeUndefined();
});

test("a tenant's administrator sees the tenant, named or not, and no other", () => {
  expect(chooseVisibleTenant(admin, undefined)).toBe("c#acme");
  expect(chooseVisibleTenant(admin, "acme")).toBe("c#acme");
  for (const foreign of ["globex", "c#acme", "", "ACME"])
    expect(() => chooseVisibleTenant(admin, foreign)).toThrowError(expect.objectContaining({ code: "not_found" }));
});

test("an administrator of the stage sees all tenants, or the one that is named", () => {
  expect(chooseVisibleTenant(stageAdmin, undefined)).toBeUndefined();
  expect(chooseVisibleTenant(stageAdmin, "globex")).toBe("c#globex");
});

test("names a tenant of the administrator's own issuer", () => {
  expect(chooseVisibleTenant({ ...stageAdmin, tenant: "c@old#acme" }, "globex")).toBe("c@old#globex");
  expect(chooseVisibleTenant({ ...admin, tenant: "c@old#acme" }, "acme")).toBe("c@old#acme");
});

test("an administrator without a tenant sees what is their own", () => {
  const single = { ...admin, tenant: "u#ada" };
  expect(chooseVisibleTenant(single, undefined)).toBe("u#ada");
  expect(() => chooseVisibleTenant(single, "acme")).toThrowError(expect.objectContaining({ code: "not_found" }));
});
