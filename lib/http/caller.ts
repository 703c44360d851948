// Reads the caller's identity from the claims of a token that was already verified.
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod";
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import type { Owner } from "../store/owner.ts";

export interface User extends Owner {
  readonly isAdmin: boolean;
  readonly name: string | undefined;
}

const { TENANT_CLAIM, ADMIN_CLAIM, ADMIN_VALUE } = config("TENANT_CLAIM", "ADMIN_CLAIM", "ADMIN_VALUE");

const clockSkewSeconds = 60;
/** Scope of service tokens. A service is never accepted as a user. */
const serviceScope = "integrations/tokens";

/** Issuers write scopes as one string (RFC 9068 section 2.2.3) or as a list, under `scope` or `scp`. */
const scopeClaim = z.union([z.string().transform((text) => text.split(" ")), z.array(z.string())]);

const claimsSchema = z.looseObject({
  sub: z.string().min(1).max(256),
  exp: z.number(),
  nbf: z.number().optional(),
  scope: scopeClaim.optional(),
  scp: scopeClaim.optional(),
  name: z.string().optional(),
});
type Claims = z.output<typeof claimsSchema>;

/**
 * Returns the user of a request that passed the gateway's authorizer.
 * Claims are decoded from the token itself because the gateway's copy flattens arrays to a string.
 * @throws Problem unauthenticated without a verified token that is valid now; forbidden for a service's token
 */
export function readSignedInUser(event: APIGatewayProxyEventV2, now: () => number = Date.now): User {
  return readTokenUser(readBearerToken(event), now).user;
}

/** The user and expiry (epoch seconds) of a verified token. @throws Problem unauthenticated for wrong claims or lifetime; forbidden for a service's token */
export function readTokenUser(token: string, now: () => number = Date.now): { user: User; expiresAt: number } {
  const claims = decodeClaims(token);
  const seconds = now() / 1000;
  if (claims.exp + clockSkewSeconds < seconds || (claims.nbf ?? 0) - clockSkewSeconds > seconds)
    throw new Problem("unauthenticated");
  if ([...(claims.scope ?? []), ...(claims.scp ?? [])].includes(serviceScope)) throw new Problem("forbidden");
  const tenant = TENANT_CLAIM === undefined ? undefined : claims[TENANT_CLAIM];
  const user = {
    user: claims.sub,
    tenant: typeof tenant === "string" && tenant !== "" ? `c#${tenant}` : `u#${claims.sub}`,
    isAdmin: hasAdminClaim(claims),
    name: claims.name,
  };
  return { user, expiresAt: claims.exp };
}

function hasAdminClaim(claims: Claims): boolean {
  if (ADMIN_CLAIM === undefined || ADMIN_VALUE === undefined) return false;
  const value = claims[ADMIN_CLAIM];
  return Array.isArray(value) ? value.includes(ADMIN_VALUE) : value === ADMIN_VALUE;
}

function readBearerToken(event: APIGatewayProxyEventV2): string {
  if (!("authorizer" in event.requestContext)) throw new Problem("unauthenticated");
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(event.headers.authorization ?? "")?.[1];
  if (token === undefined) throw new Problem("unauthenticated");
  return token;
}

function decodeClaims(token: string): Claims {
  const claims = claimsSchema.safeParse(decodeJson(token.split(".")[1] ?? ""));
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
