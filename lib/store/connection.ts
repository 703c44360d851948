// Schema of a connection's row. Times are epoch seconds.
import { createHash } from "node:crypto";
import * as z from "zod";
import type { Owner } from "./owner.ts";

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** The token sets that providers have: most have one, `default`; Slack has a person's and a bot's. */
export type TokenSetName = "default" | "user" | "bot";

const tokenSet = z.object({
  access: bytes,
  refresh: bytes.optional(),
  issuedAt: z.number(),
  expiresAt: z.number().optional(),
});
export type TokenSet = z.output<typeof tokenSet>;

/** Held by the caller that may use the refresh token. It is valid for one version of the connection only. */
const lease = z.object({ owner: z.string(), until: z.number(), version: z.string() });

/** Refusals of a refresh whose code is not known, in a row; `since` is the time of the first. */
const refreshRefusal = z.object({ since: z.number(), count: z.number() });
export type RefreshRefusal = z.output<typeof refreshRefusal>;

const connectionStatus = z.enum(["active", "reconnect_needed", "revoked", "pending"]);

export const connection = z.object({
  id: z.string(),
  tenant: z.string(),
  user: z.string(),
  provider: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  username: z.string().optional(),
  status: connectionStatus,
  scopes: z.array(z.string()),
  missingScopes: z.array(z.string()),
  profile: z.record(z.string(), z.unknown()),
  params: z.record(z.string(), z.string()),
  /** Endpoints that were discovered when it was connected, by name. */
  endpoints: z.record(z.string(), z.string()).optional(),
  /** Its caller's name for it, unique among its owner's connections. */
  integrationId: z.string().optional(),
  /** How its tokens are got; by an authorization code unless it says otherwise. */
  grantType: z.literal("client_credentials").optional(),
  /** What such a grant asks for each time; nothing where the provider's own settings decide. */
  clientScopes: z.array(z.string()).optional(),
  /** By `TokenSetName`. Any name is accepted, so that a row with an unknown one can still be read. */
  tokens: z.record(z.string(), tokenSet),
  /** Changes with every new token; conditional writes compare it. */
  version: z.string(),
  connectedAt: z.number(),
  lastUsed: z.number().optional(),
  lease: lease.optional(),
  /** Earliest time of the next refresh, after a transient failure. */
  refreshNotBefore: z.number().optional(),
  /** By token set. */
  refreshRefusals: z.record(z.string(), refreshRefusal).optional(),
  /** Why it must be connected again: a code of the provider, or one of ours. */
  lostReason: z.string().optional(),
  shareGroup: z.string().optional(),
  /** For shared accounts: the provider's id of the workspace member who owns the tokens. */
  person: z.string().optional(),
  /** Names besides the account id that the provider's events are routed by. */
  routes: z.array(z.string()).optional(),
  /** Changes with every added subscription, so that removing the connection fails if one was missed. */
  channelSet: z.string().optional(),
  due: z.string().optional(),
  dueAt: z.number().optional(),
});
export type Connection = z.output<typeof connection>;

/** Whether a token set can be renewed without its user. */
export const isRenewable = ({ grantType }: Pick<Connection, "grantType">, set: TokenSet | undefined): boolean =>
  set?.refresh !== undefined || grantType === "client_credentials";

/**
 * A condition for ending a connection: nobody has claimed a refresh since it was read. A claim does not change the version, and
 * the tokens of a refresh that nobody knows of could not be revoked.
 */
export function unclaimedCondition({ lease: held }: Connection) {
  if (held === undefined) return { condition: "attribute_not_exists(lease)", names: {}, values: {} };
  const names = { "#leaseOwner": "owner" };
  return { condition: "lease.#leaseOwner = :leaseOwner", names, values: { ":leaseOwner": { S: held.owner } } };
}

/** Whether another caller may be refreshing this version now. @param now epoch seconds */
export const isBeingRefreshed = ({ lease: held, version }: Connection, now: number): boolean =>
  held !== undefined && held.version === version && held.until > now;

/** Derived from owner, provider and account: connecting again writes the same row, and tokens can be sealed before the row exists. */
export function connectionId(owner: Owner, provider: string, accountId: string): string {
  const parts = [owner.tenant, owner.user, provider, accountId].map((part) => `${Buffer.byteLength(part)}:${part}`);
  return createHash("sha256").update(parts.join("")).digest("base64url").slice(0, 22);
}
