// Grants that must not become connections by themselves: held for confirmation, or given back to the provider.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { config } from "../config.ts";
import type { Provider } from "../oauth/definition.ts";
import { sendMessage } from "../queue/send.ts";
import type { Connection } from "../store/connection.ts";
import { claimGrant, type HeldGrant, holdGrant, markGrantRevoking } from "../store/grants.ts";
import { isSameOwner, type Owner } from "../store/owner.ts";
import type { Dependencies } from "./dependencies.ts";

/** Seconds a grant waits for its user. */
const confirmSeconds = 5 * 60;

export const hashHandle = (handle: string) => createHash("sha256").update(handle).digest("hex");

/** Seconds a row has to be written in before its message is delivered: the queue's next attempt is minutes away. */
const headStartSeconds = 2;

/** Tells the revoker about a grant. Sent before the row is written: a message without its row is harmless, a row without one is not. */
export async function queueRevocation(grantId: string, delaySeconds = headStartSeconds): Promise<void> {
  await sendMessage(config("REVOCATIONS_QUEUE_URL").REVOCATIONS_QUEUE_URL, { grantId }, delaySeconds);
}

/** Holds a grant for five minutes. @returns the handle, the only key to it: 256 random bits, stored as a hash */
export async function holdGrantForConfirmation(connection: Connection, { now }: Dependencies): Promise<string> {
  const handle = randomBytes(32).toString("base64url");
  const grantId = hashHandle(handle);
  // A message that comes a moment before the end would find the user still entitled, and return only minutes later.
  await queueRevocation(grantId, confirmSeconds + headStartSeconds);
  await holdGrant(grantId, { status: "pending", purpose: "pending", connection, expiresAt: now() + confirmSeconds });
  return handle;
}

/** Has a grant revoked at the provider: one that cannot be used, or whose connection is no more. */
export async function scheduleRevocation(grant: HeldGrant): Promise<void> {
  const grantId = randomUUID();
  await queueRevocation(grantId);
  await holdGrant(grantId, grant);
}

/**
 * Takes a held grant for the user who started it. Anybody else's attempt destroys it: somebody was made to consent for another.
 * @returns the grant, or undefined where there is none for this user
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
