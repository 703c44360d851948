// Which rules a token's claims are read by, in a stage with one issuer and in a stage with several.
import "../http/lambda-environment.ts";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { JwtEntry } from "../../lib/jwt-entry.ts";

afterEach(() => vi.unstubAllEnvs());

const issuer = "https://issuer.example";

/** Loads the entries as a new Lambda with these variables would. */
async function loadEntries(variables: Readonly<Record<string, string | undefined>> = {}) {
  vi.resetModules();
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  return import("../../lib/jwt/entries.ts");
}

const anyToken = { header: { alg: "none" }, payload: {} };

describe("a stage with one issuer", () => {
  test("has one entry, which is made of its variables", async () => {
    const { listEntries, findClaimRules } = await loadEntries({
      JWT_ISSUER: issuer,
      JWT_AUDIENCE: JSON.stringify(["patchbay", "patchbay-mobile"]),
      JWT_ALGORITHM: "RS256",
    });
    const rules = {
      userClaim: "sub",
      tenantClaim: "org",
      adminClaim: "roles",
      adminValue: "admin",
      stageAdmin: { claim: "staff", value: "operator" },
      requiredClaims: {},
      sameUsers: false,
    };
    expect(listEntries()).toEqual([
      { ...rules, issuer, audience: ["patchbay", "patchbay-mobile"], algorithm: "RS256" },
    ]);
    expect(findClaimRules(anyToken)).toEqual(rules);
  });

  test("reads every token by the same rules: the gateway lets no other issuer's pass", async () => {
    const { findClaimRules } = await loadEntries();
    expect(findClaimRules({ header: undefined, payload: undefined })).toBe(findClaimRules(anyToken));
    expect(findClaimRules({ header: { alg: "RS256" }, payload: { iss: issuer } })).toBe(findClaimRules(anyToken));
  });

  test.each<[string, string | undefined, string | undefined]>([
    ["claim nor value", undefined, undefined],
    ["value", "staff", undefined],
    ["claim", undefined, "operator"],
  ])("has no administrators of the stage without their %s", async (_, claim, value) => {
    const { findClaimRules } = await loadEntries({ STAGE_ADMIN_CLAIM: claim, STAGE_ADMIN_VALUE: value });
    expect(findClaimRules(anyToken)).toBeDefined();
    expect(findClaimRules(anyToken)).not.toHaveProperty("stageAdmin");
  });

  test("knows its users by no issuer's name", async () => {
    const { findEntryName } = await loadEntries();
    expect(findEntryName(issuer)).toBeUndefined();
  });
});

describe("a stage with several issuers", () => {
  const ofFirst: JwtEntry = {
    ...{ issuer, audience: ["patchbay"], algorithm: "RS256", userClaim: "sub", requiredClaims: {}, sameUsers: false },
  };
  const old: JwtEntry = { ...ofFirst, name: "old", issuer: "old-gateway", algorithm: "HS256" };
  const moved: JwtEntry = { ...ofFirst, name: "moved", issuer: "https://moved.example", sameUsers: true };
  const loadAll = () => loadEntries({ JWT_ENTRIES: JSON.stringify([ofFirst, old, moved]) });

  test("knows an issuer's users by its name in the list", async () => {
    expect((await loadAll()).findEntryName("old-gateway")).toBe("old");
  });

  test("knows the first issuer's users by no name", async () => {
    expect((await loadAll()).findEntryName(issuer)).toBeUndefined();
  });

  test("knows by no name users that are those of the first issuer", async () => {
    expect((await loadAll()).findEntryName("https://moved.example")).toBeUndefined();
  });

  test.each(["https://evil.example", "old", "OLD-GATEWAY", "old-gateway/", ""])(
    "knows no users of an issuer that is not listed: %j",
    async (unlisted) => {
      expect((await loadAll()).findEntryName(unlisted)).toBeUndefined();
    },
  );

  test("has rules for the tokens of listed issuers only", async () => {
    const { findClaimRules } = await loadAll();
    expect(findClaimRules({ header: { alg: "HS256" }, payload: { iss: "old-gateway" } })).toEqual(old);
    expect(findClaimRules({ header: { alg: "RS256" }, payload: { iss: "old-gateway" } })).toBeUndefined();
    expect(findClaimRules(anyToken)).toBeUndefined();
  });
});
