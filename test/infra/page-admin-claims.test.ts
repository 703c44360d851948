import { expect, test } from "vitest";
import { defineStage } from "../../infra/config.ts";
import { resolvePermission } from "../../infra/permissions.ts";
import { account } from "./support/expansion.ts";
import { exampleInput } from "./support/synthesized.ts";

const issuer = { issuer: "https://id.example.com/", audience: ["patchbay"], algorithm: "RS256" as const };

function readAdminClaims(jwt: Parameters<typeof defineStage>[0]["jwt"]): unknown {
  const config = defineStage({ ...exampleInput, jwt });
  const { environment } = resolvePermission("page:configure", { place: account, config });
  return JSON.parse(environment.PAGE_CONFIG ?? "").adminClaims;
}

test("the page is told by which claims its issuer's tokens are administrators'", () => {
  const own = { ...issuer, tenantClaim: "org", adminClaim: "role", adminValue: "admin" };
  expect(readAdminClaims({ ...own, stageAdmin: { claim: "groups", value: "operators" } })).toEqual([
    { claim: "role", value: "admin", isOfStage: false },
    { claim: "groups", value: "operators", isOfStage: true },
  ]);
});

test("the page is told of none where there is none", () => {
  expect(readAdminClaims(issuer)).toEqual([]);
  expect(readAdminClaims({ ...issuer, tenantClaim: "org", adminClaim: "role" })).toEqual([]);
});
