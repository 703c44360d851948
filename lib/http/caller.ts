// Reads the caller's identity from the claims of a token that was already verified.
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod";
import { Problem } from "../errors.ts";
import { readBearerToken } from "../jwt/bearer-token.ts";
import { clockSkewSeconds, fitsClaimRules, hasServiceScope } from "../jwt/claim-checks.ts";
import { type ClaimRules, decodeToken, findClaimRules, readClaim } from "../jwt/entries.ts";
import { readVerifiedEntry } from "../jwt/verdict.ts";
import { unnamed } from "../jwt-entry.ts";
import { fitsKeys, nameOwnersBy, type Owner } from "../store/owner.ts";
import { resolveTenant, unreadableIdentity } from "./tenant.ts";

export interface User extends Owner {
  /** May use the endpoints for administrators, for the own tenant. */
  readonly isAdmin: boolean;
  /** May do so for every tenant. */
  readonly isStageAdmin: boolean;
  readonly name: string | undefined;
  /** Set where the token names no audience, so that it was not issued for this API in particular. */
  readonly hasNoAudience?: true;
}

const scopeClaim = z.union([z.string(), z.array(z.string())]);

const claimsSchema = z.object({
  exp: z.number(),
  nbf: z.number().optional(),
  scope: scopeClaim.optional(),
  scp: scopeClaim.optional(),
  name: z.string().optional().catch(undefined),
});

/** A token whose signature, issuer and audience were verified, and which is valid now. */
interface ValidToken {
  readonly payload: unknown;
  readonly rules: ClaimRules;
  readonly isService: boolean;
  readonly name: string | undefined;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/**
 * Returns the user of a request that passed the gateway's authorizer.
 * Claims are decoded from the token itself because the gateway's copy flattens arrays to a string.
 * @throws Problem unauthenticated without a verified token that is valid now; forbidden for a service's token; as
 *   `resolveTenant` for the header `X-Tenant-Id`
 */
export function readSignedInUser(event: APIGatewayProxyEventV2, now: () => number = Date.now): User {
  return readUser(readVerifiedToken(event, now), event.headers["x-tenant-id"]);
}

/** The token of a request that passed the gateway's authorizer. @throws Problem unauthenticated without a valid one */
export function readVerifiedToken(event: APIGatewayProxyEventV2, now: () => number = Date.now): ValidToken {
  const verifiedEntry = readVerifiedEntry(event.requestContext);
  const token = readBearerToken(event.headers.authorization);
  if (verifiedEntry === undefined || token === undefined) throw new Problem("unauthenticated");
  const valid = parseToken(token, now);
  if (valid.rules.name !== verifiedEntry.name) throw new Problem("unauthenticated");
  return valid;
}

/**
 * Returns the user of a token whose signature, issuer and audience were verified, and its expiry in epoch seconds.
 * @param tenant the tenant that the request names, for a token with several
 * @throws Problem unauthenticated for missing or malformed claims and outside the token's lifetime; forbidden for a
 *   service's token; as `resolveTenant`
 */
export function readTokenUser(
  token: string,
  tenant: string | undefined,
  now: () => number = Date.now,
): { user: User; expiresAt: number } {
  const valid = parseToken(token, now);
  return { user: readUser(valid, tenant), expiresAt: valid.expiresAt };
}

function parseToken(token: string, now: () => number): ValidToken {
  const decoded = decodeToken(token);
  const { payload } = decoded;
  const rules = findClaimRules(decoded);
  const { exp, nbf = 0, name } = parseClaims(payload);
  const seconds = now() / 1000;
  if (rules === undefined || !fitsClaimRules(payload, rules, seconds)) throw new Problem("unauthenticated");
  if (exp + clockSkewSeconds < seconds || nbf - clockSkewSeconds > seconds) throw new Problem("unauthenticated");
  return { payload, rules, isService: hasServiceScope(payload), name, expiresAt: exp };
}

function readUser({ payload, rules, isService, name }: ValidToken, requestedTenant: string | undefined): User {
  if (isService) throw new Problem("forbidden");
  const user = { ...readOwner(payload, rules, requestedTenant), ...readRights(payload, rules), name };
  if (!fitsKeys(user)) throw unreadableIdentity();
  return user;
}

function readOwner(payload: unknown, rules: ClaimRules, requestedTenant: string | undefined): Owner {
  const names = nameOwnersBy(rules.sameUsers ? undefined : rules.name);
  const subject = readUserClaim(payload, rules.userClaim);
  const claim = readClaim(payload, rules.tenantClaim);
  return { user: names.toUser(subject), tenant: resolveTenant({ claim, subject, requested: requestedTenant }, names) };
}

/** RFC 7519 section 4.1.2 wants text in `sub`; in claims of their own, older servers have the number of a row. */
function readUserClaim(payload: unknown, userClaim: string): string {
  const claim = readClaim(payload, userClaim);
  const isRowNumber = userClaim !== "sub" && Number.isSafeInteger(claim) && Number(claim) >= 0;
  const subject = isRowNumber ? String(claim) : claim;
  if (typeof subject === "string" && subject !== "" && subject.length <= 256) return subject;
  throw new Problem("unauthenticated");
}

function readRights(payload: unknown, { adminClaim, adminValue, stageAdmin, audience }: ClaimRules) {
  const isStageAdmin = hasValue(readClaim(payload, stageAdmin?.claim), stageAdmin?.value);
  return {
    isAdmin: isStageAdmin || hasValue(readClaim(payload, adminClaim), adminValue),
    isStageAdmin,
    ...(audience === unnamed ? { hasNoAudience: true as const } : {}),
  };
}

/** Whether a claim is exactly the wanted value, or a list that contains it. Never without a wanted value. */
const hasValue = (claim: unknown, wanted: string | undefined): boolean =>
  wanted !== undefined && (Array.isArray(claim) ? claim.includes(wanted) : claim === wanted);

function parseClaims(payload: unknown): z.output<typeof claimsSchema> {
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) throw new Problem("unauthenticated");
  return claims.data;
}
