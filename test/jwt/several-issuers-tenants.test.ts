// Which tenant a token acts for, by the header X-Tenant-Id and its own claim, whatever its issuer.
import { afterAll, describe, expect, test } from "vitest";
import { authorize, closeStandIns, signIdp, signOld } from "./support/several-issuers.ts";

const { userEndpoint } = await import("../../lib/http/endpoint.ts");
const { ok } = await import("../../lib/http/response.ts");
const { lambdaContext } = await import("../http/lambda-context.ts");

afterAll(closeStandIns);

const handler = userEndpoint({}, async ({ user: { tenant } }) => ok({ tenant }));

async function call(token: string, headers: Record<string, string>) {
  const { event } = await authorize(token, { headers });
  const { statusCode, body = "{}" } = await handler(event, lambdaContext);
  return { status: statusCode, body: JSON.parse(body) };
}

describe("X-Tenant-Id", () => {
  const both = ["a", "b"];
  test.each<[string, Record<string, unknown>, string | undefined, number | string]>([
    ["none of several", { tenants: both }, undefined, 400],
    ["one of several", { tenants: both }, "b", "b"],
    ["another than several", { tenants: both }, "c", 403],
    ["the only one", { tenants: ["a"] }, "a", "a"],
    ["another than the only one", { tenants: ["a"] }, "b", 403],
    ["the claim's own name", { tenants: "a" }, "a", "a"],
    ["another than the claim's", { tenants: "a" }, "b", 403],
    ["a tenant, without the claim", {}, "a", 403],
    ["nothing, with an empty list", { tenants: [] }, undefined, 401],
    ["a tenant, with an empty list", { tenants: [] }, "a", 401],
    ["two, joined by the gateway", { tenants: both }, "a,b", 400],
    ["the same twice", { tenants: both }, "a,a", 400],
    ["a stored key", { tenants: both }, "c#a", 403],
    ["another entry's stored key", { tenants: both }, "c@old#a", 403],
    ["an encoded name", { tenants: both }, "%61", 403],
  ])("names %s", async (_, claims, requested, outcome) => {
    const headers: Record<string, string> = requested === undefined ? {} : { "x-tenant-id": requested };
    for (const [token, space] of [
      [signIdp(claims), ""],
      [signOld(claims), "@old"],
    ] as const) {
      const { status, body } = await call(await token, headers);
      expect(status === 200 ? body.tenant : status).toBe(
        typeof outcome === "string" ? `c${space}#${outcome}` : outcome,
      );
    }
  });
});
