// Who is calling. The gateway has verified the token; here its claims are read and judged.
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

/** Tolerance for clocks that differ, in seconds. */
const skew = 60;
/** A token with this scope belongs to a service, and a service is never a user. */
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
 * The user of a request that the gateway's authorizer has let through.
 * Claims are decoded from the token itself: in the gateway's copy arrays arrive flattened to a string.
 * @throws Problem unauthenticated without a verified, current token; forbidden for a service's token.
 */
export function signedInUser(event: APIGatewayProxyEventV2, now: () => number = Date.now): User {
  const claims = verifiedClaims(event);
  const seconds = now() / 1000;
  if (claims.exp + skew < seconds || (claims.nbf ?? 0) - skew > seconds) throw new Problem("unauthenticated");
  if ([...(claims.scope ?? []), ...(claims.scp ?? [])].includes(serviceScope)) throw new Problem("forbidden");
  const tenant = TENANT_CLAIM === undefined ? undefined : claims[TENANT_CLAIM];
  return {
    user: claims.sub,
    tenant: typeof tenant === "string" && tenant !== "" ? `c#${tenant}` : `u#${claims.sub}`,
    isAdmin: isAdmin(claims),
    name: claims.name,
  };
}

function isAdmin(claims: Claims): boolean {
  if (ADMIN_CLAIM === undefined || ADMIN_VALUE === undefined) return false;
  const held = claims[ADMIN_CLAIM];
  return Array.isArray(held) ? held.includes(ADMIN_VALUE) : held === ADMIN_VALUE;
}

function verifiedClaims(event: APIGatewayProxyEventV2): Claims {
  if (!("authorizer" in event.requestContext)) throw new Problem("unauthenticated");
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(event.headers.authorization ?? "")?.[1];
  const payload = token?.split(".")[1];
  if (payload === undefined) throw new Problem("unauthenticated");
  const claims = claimsSchema.safeParse(decodeJson(payload));
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
