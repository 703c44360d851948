// What a connection is, as it stands in the table. Times are epoch seconds.
import { createHash } from "node:crypto";
import * as z from "zod";
import type { Owner } from "./owner.ts";

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** The token sets that providers have: most have one, `default`; Slack has a person's and a bot's. */
export type TokenSetName = "default" | "user" | "bot";

/** The tokens of one identity. */
const tokenSet = z.object({
  access: bytes,
  refresh: bytes.optional(),
  issuedAt: z.number(),
  /** Absent when the token lives until it is revoked. */
  expiresAt: z.number().optional(),
});
export type TokenSet = z.output<typeof tokenSet>;

/** Held by the one that may redeem a refresh token. It guards one version only: a new version makes it void. */
const lease = z.object({ owner: z.string(), until: z.number(), version: z.string() });

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
  /** By `TokenSetName`. Any name is accepted, so that a row with an unknown one can still be read. */
  tokens: z.record(z.string(), tokenSet),
  /** Changes with every new token; what a conditional write compares. */
  version: z.string(),
  connectedAt: z.number(),
  lastUsed: z.number().optional(),
  lease: lease.optional(),
  /** After a transient failure: no refresh before this. */
  refreshNotBefore: z.number().optional(),
  shareGroup: z.string().optional(),
  /** Whose the tokens are, where the account is shared: the provider's id of a member of the workspace. */
  person: z.string().optional(),
  /** Names besides the account's id under which the provider's events arrive. */
  routes: z.array(z.string()).optional(),
  /** Changes with every channel that is added: whoever removes the connection must have seen them all. */
  channelSet: z.string().optional(),
  due: z.string().optional(),
  dueAt: z.number().optional(),
});
export type Connection = z.output<typeof connection>;

/**
 * The id of a connection follows from whose it is and which account: connecting the same account again meets the same row
 * without a read, and its tokens can be sealed for that row before it is written.
 */
export function connectionId(owner: Owner, provider: string, accountId: string): string {
  const parts = [owner.tenant, owner.user, provider, accountId].map((part) => `${Buffer.byteLength(part)}:${part}`);
  return createHash("sha256").update(parts.join("")).digest("base64url").slice(0, 22);
}
