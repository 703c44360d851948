// What must hold for a token's claims besides its signature. Endpoints check it again, for tokens that may have aged since.
import { CompactSign } from "jose";
import { afterAll, describe, expect, test } from "vitest";
import { closeStandIns, secrets, signIdp, signLegacy } from "./support/several-issuers.ts";

const { clockSkewSeconds, fitsClaimRules, hasServiceScope } = await import("../../lib/jwt/claim-checks.ts");
const { decodeToken } = await import("../../lib/jwt/entries.ts");
const { verifyToken } = await import("../../lib/jwt/verify-token.ts");

afterAll(closeStandIns);

const now = 4_000_000_000;
const exp = now + 7200;
/** The legacy server's tokens are taken for an hour. */
const maxAgeSeconds = 3600;

describe("the age of a token", () => {
  const isTaken = async (iat: number) =>
    (await verifyToken(await signLegacy({ iat, exp }), () => now * 1000)) !== undefined;

  test("may be its entry's longest and a minute for clocks that differ, and no second more", async () => {
    const oldest = now - maxAgeSeconds - clockSkewSeconds;
    expect([await isTaken(oldest), await isTaken(oldest - 1)]).toEqual([true, false]);
  });

  test("may be a minute below nothing, for a clock that is ahead of ours, and no second less", async () => {
    const newest = now + clockSkewSeconds;
    expect([await isTaken(newest), await isTaken(newest + 1)]).toEqual([true, false]);
  });

  test.each(["1e999", "-1e999"])("is not known from a number beyond all numbers: %s", async (iat) => {
    const payload = new TextEncoder().encode(`{"id":"5","type":"access","exp":${exp},"iat":${iat}}`);
    const token = await new CompactSign(payload)
      .setProtectedHeader({ alg: "HS256" })
      .sign(new TextEncoder().encode(secrets["patchbay/test/jwt/legacy"]));
    expect(await verifyToken(token, () => now * 1000)).toBeUndefined();
  });

  // Joined with the seconds that may pass, such a text would be a number far in the future, and its token young for ever.
  test.each([String(now), String(now - 10 * maxAgeSeconds), "now", "", null, true, [now], { valueOf: now }])(
    "is not known from %j, which is no number",
    (iat) => {
      const rules = { userClaim: "id", requiredClaims: {}, sameUsers: false };
      expect(fitsClaimRules({ iat }, { ...rules, maxAgeSeconds }, now)).toBe(false);
      expect(fitsClaimRules({ iat }, rules, now)).toBe(true);
    },
  );
});

describe("a service's token", () => {
  const scope = "integrations/tokens";

  test.each<[string, Record<string, unknown>]>([
    ["as text in scope", { scope: `openid ${scope} email` }],
    ["in a list in scope", { scope: ["openid", scope] }],
    ["as text in scp", { scp: scope }],
    ["in a list in scp", { scp: ["openid", scope] }],
    ["in scp, though scope names others", { scope: "openid", scp: [scope] }],
  ])("is known by its scope %s, and may name no user", async (_, claims) => {
    const token = await signIdp({ ...claims, sub: undefined });
    expect(hasServiceScope(decodeToken(token).payload)).toBe(true);
    expect(await verifyToken(token)).toMatchObject({ algorithm: "RS256" });
  });

  test.each<[string, Record<string, unknown>]>([
    ["no scope", {}],
    ["other scopes only", { scope: "openid integrations", scp: ["tokens"] }],
    ["a scope that only begins alike", { scope: `${scope}:read`, scp: [`${scope}:read`] }],
    ["a scope in another case", { scope: scope.toUpperCase() }],
    ["a scope between commas", { scope: `openid,${scope}` }],
    ["a text with spaces as one item of a list", { scp: [`openid ${scope}`] }],
    ["a list within a list", { scp: [[scope]] }],
    ["an object that has it", { scp: { 0: scope, length: 1 } }],
    ["null", { scope: null, scp: null }],
    ["a claim without a name", { "": scope }],
  ])("is none with %s, and names nobody then", async (_, claims) => {
    const token = await signIdp({ ...claims, sub: undefined });
    expect(hasServiceScope(decodeToken(token).payload)).toBe(false);
    expect(await verifyToken(token)).toBeUndefined();
  });
});
