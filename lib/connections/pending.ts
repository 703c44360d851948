// Grants that are not connections: held until the user confirms, or queued to be revoked.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { config } from "../config.ts";
import type { Provider } from "../oauth/definition.ts";
import { sendMessage } from "../queue/send.ts";
import type { Connection } from "../store/connection.ts";
import { claimGrant, type HeldGrant, holdGrant, markGrantRevoking } from "../store/grants.ts";
import { isSameOwner, type Owner } from "../store/owner.ts";
import type { Dependencies } from "./dependencies.ts";

/** How long a grant is held for confirmation. */
const confirmSeconds = 5 * 60;

export const hashHandle = (handle: string) => createHash("sha256").update(handle).digest("hex");

/** Delay of a message, so that its row is written first: the queue's next attempt is minutes later. */
export const headStartSeconds = 2;

/** Queues the revocation of a grant. Call it before writing the row: a message without a row is harmless, not the reverse. */
export async function queueRevocation(grantId: string, delaySeconds = headStartSeconds): Promise<void> {
  await sendMessage(config("REVOCATIONS_QUEUE_URL").REVOCATIONS_QUEUE_URL, { grantId }, delaySeconds);
}

/** Holds a grant for five minutes. @returns the handle to confirm it with: 256 random bits, stored as a hash */
export async function holdGrantForConfirmation(connection: Connection, { now }: Dependencies): Promise<string> {
  const handle = randomBytes(32).toString("base64url");
  const grantId = hashHandle(handle);
  // A message that arrives just before the end could not revoke it yet, and would come back only minutes later.
  await queueRevocation(grantId, confirmSeconds + headStartSeconds);
  await holdGrant(grantId, { status: "pending", purpose: "pending", connection, expiresAt: now() + confirmSeconds });
  return handle;
}

/** Stores a grant that cannot be used and queues its revocation. */
export async function scheduleRevocation(grant: HeldGrant): Promise<void> {
  const grantId = randomUUID();
  await queueRevocation(grantId);
  await holdGrant(grantId, grant);
}

/**
 * Claims a held grant for the user who started the flow. An attempt by another user revokes it: one person was made to consent for
 * another.
 * @param now epoch seconds
 * @returns undefined when there is no such grant for this user
 */
export async function claimHeldGrant(
  provider: Provider,
  handle: string,
  owner: Owner,
  now: number,
): Promise<HeldGrant | undefined> {
  const grantId = hashHandle(handle);
  const grant = await claimGrant(grantId, provider.id, now);
  if (grant === undefined) return undefined;
  if (isSameOwner(grant.connection, owner) && grant.expiresAt > now) return grant;
  await markGrantRevoking(grantId, "claimed", provider.id, now);
  await queueRevocation(grantId, 0);
  return undefined;
}
