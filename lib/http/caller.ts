// Reads the caller's identity from the claims of a token that was already verified.
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod";
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { fitsKeys, type Owner } from "../store/owner.ts";
import { resolveTenant, unreadableIdentity } from "./tenant.ts";

export interface User extends Owner {
  /** May use the endpoints for administrators, for the own tenant. */
  readonly isAdmin: boolean;
  /** May do so for every tenant. */
  readonly isStageAdmin: boolean;
  readonly name: string | undefined;
}

const { TENANT_CLAIM, ADMIN_CLAIM, ADMIN_VALUE, STAGE_ADMIN_CLAIM, STAGE_ADMIN_VALUE } = config(
  "TENANT_CLAIM",
  "ADMIN_CLAIM",
  "ADMIN_VALUE",
  "STAGE_ADMIN_CLAIM",
  "STAGE_ADMIN_VALUE",
);

const clockSkewSeconds = 60;
/** Scope of service tokens. A service is never accepted as a user. */
const serviceScope = "integrations/tokens";

/** Issuers write scopes as one string (RFC 9068 section 2.2.3) or as a list, under `scope` or `scp`. */
const scopeClaim = z.union([z.string().transform((text) => text.split(" ")), z.array(z.string())]);

const claimsSchema = z.object({
  sub: z.string().min(1).max(256),
  exp: z.number(),
  nbf: z.number().optional(),
  scope: scopeClaim.optional(),
  scp: scopeClaim.optional(),
  name: z.string().optional().catch(undefined),
});

/**
 * Returns the user of a request that passed the gateway's authorizer.
 * Claims are decoded from the token itself because the gateway's copy flattens arrays to a string.
 * @throws Problem unauthenticated without a verified token that is valid now; forbidden for a service's token; as
 *   `resolveTenant` for the header `X-Tenant-Id`
 */
export function readSignedInUser(event: APIGatewayProxyEventV2, now: () => number = Date.now): User {
  return readTokenUser(readBearerToken(event), event.headers["x-tenant-id"], now).user;
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
  const payload = decodeJson(token.split(".")[1] ?? "");
  const claims = parseClaims(payload);
  const seconds = now() / 1000;
  if (claims.exp + clockSkewSeconds < seconds || (claims.nbf ?? 0) - clockSkewSeconds > seconds)
    throw new Problem("unauthenticated");
  if ([...(claims.scope ?? []), ...(claims.scp ?? [])].includes(serviceScope)) throw new Problem("forbidden");
  const { sub, name } = claims;
  const isStageAdmin = hasValue(readClaim(payload, STAGE_ADMIN_CLAIM), STAGE_ADMIN_VALUE);
  const user = {
    user: sub,
    tenant: resolveTenant(readClaim(payload, TENANT_CLAIM), sub, tenant),
    isAdmin: isStageAdmin || hasValue(readClaim(payload, ADMIN_CLAIM), ADMIN_VALUE),
    isStageAdmin,
    name,
  };
  if (!fitsKeys(user)) throw unreadableIdentity();
  return { user, expiresAt: claims.exp };
}

/** A claim that the stage names. Only the token's own members count, never what every object inherits. */
const readClaim = (payload: unknown, name: string | undefined): unknown =>
  name !== undefined && Object.hasOwn(Object(payload), name) ? Object(payload)[name] : undefined;

/** Whether a claim is exactly the wanted value, or a list that contains it. Never without a wanted value. */
const hasValue = (claim: unknown, wanted: string | undefined): boolean =>
  wanted !== undefined && (Array.isArray(claim) ? claim.includes(wanted) : claim === wanted);

function readBearerToken(event: APIGatewayProxyEventV2): string {
  if (!("authorizer" in event.requestContext)) throw new Problem("unauthenticated");
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(event.headers.authorization ?? "")?.[1];
  if (token === undefined) throw new Problem("unauthenticated");
  return token;
}

function parseClaims(payload: unknown): z.output<typeof claimsSchema> {
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) throw new Problem("unauthenticated");
  return claims.data;
}

function decodeJson(base64url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64url, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
