// Grants that must not become connections by themselves: held for confirmation, or given back to the provider.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { config } from "../config.ts";
import { sendMessage } from "../queue/send.ts";
import type { Connection } from "../store/connection.ts";
import { claimGrant, condemnGrant, type HeldGrant, holdGrant } from "../store/grants.ts";
import { type Owner, sameOwner } from "../store/owner.ts";
import type { Provider } from "./definition.ts";
import type { Dependencies } from "./dependencies.ts";

/** Seconds a grant waits for its user. */
const confirmSeconds = 5 * 60;

export const grantIdOf = (handle: string) => createHash("sha256").update(handle).digest("hex");

/** Seconds a row has to be written in before its message is delivered: the queue's next attempt is minutes away. */
const headStart = 2;

/** Tells the revoker about a grant. Sent before the row is written: a message without its row is harmless, a row without one is not. */
export async function queueRevocation(grantId: string, delaySeconds = headStart): Promise<void> {
  await sendMessage(config("REVOCATIONS_QUEUE_URL").REVOCATIONS_QUEUE_URL, { grantId }, delaySeconds);
}

/** Holds a grant for five minutes. @returns the handle, the only key to it: 256 random bits, stored as a hash */
export async function holdForConfirmation(connection: Connection, { now }: Dependencies): Promise<string> {
  const handle = randomBytes(32).toString("base64url");
  const grantId = grantIdOf(handle);
  // A message that comes a moment before the end would find the user still entitled, and return only minutes later.
  await queueRevocation(grantId, confirmSeconds + headStart);
  await holdGrant(grantId, { status: "pending", purpose: "pending", connection, expiresAt: now() + confirmSeconds });
  return handle;
}

/** Has a grant revoked at the provider: one that cannot be used, or whose connection is no more. */
export async function giveBack(grant: HeldGrant): Promise<void> {
  const grantId = randomUUID();
  await queueRevocation(grantId);
  await holdGrant(grantId, grant);
}

/**
 * Takes a held grant for the user who started it. Anybody else's attempt destroys it: somebody was made to consent for another.
 * @returns the grant, or undefined where there is none for this user
 */
export async function claimForConfirmation(
  provider: Provider,
  handle: string,
  owner: Owner,
  now: number,
): Promise<HeldGrant | undefined> {
  const grantId = grantIdOf(handle);
  const grant = await claimGrant(grantId, provider.id, now);
  if (grant === undefined) return undefined;
  if (sameOwner(grant.connection, owner) && grant.expiresAt > now) return grant;
  await condemnGrant(grantId, "claimed", provider.id, now);
  await queueRevocation(grantId, 0);
  return undefined;
}
