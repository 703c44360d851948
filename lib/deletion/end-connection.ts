// Ends a connection of a deleted user or tenant as a disconnect does: its channels are stopped and its grant is revoked from a queue.
import { disconnectConnection } from "../connections/disconnect.ts";
import { Problem } from "../errors.ts";
import { describeError, log } from "../log.ts";
import type { Connection } from "../store/connection.ts";
import { readConnection } from "../store/connections.ts";
import { deleteDataExports } from "../store/data-exports.ts";
import type { DeletionSubject } from "../store/deletions.ts";
import { markRoutesEnded } from "../store/ended-routes.ts";
import { listEventRecipients } from "../store/event-routes.ts";
import type { ConnectionKey } from "../store/owner.ts";
import { includesOwner } from "./subject.ts";

/** As the audit names the worker. */
export const deletionActor = { actor: "delete-data" } as const;

/**
 * @param now epoch seconds
 * @returns `unreadable` for a row that no release can read: whoever called deletes it, and nothing is revoked
 * @throws Problem provider_unavailable when the store or the queue does not answer
 */
export async function endConnection(
  at: ConnectionKey,
  subject: DeletionSubject,
  now: number,
): Promise<"ended" | "absent" | "unreadable"> {
  let found: Connection | undefined;
  try {
    found = await readConnection(at);
  } catch (error) {
    if (error instanceof Problem) throw error;
    log.error("a connection that is to be deleted cannot be read", { provider: at.provider, ...describeError(error) });
    return "unreadable";
  }
  if (found === undefined) return "absent";
  await forgetDataExports(found, subject);
  // First, so that no event is kept between the two.
  await markRoutesEnded(found.provider, [found.accountId, found.id, ...(found.routes ?? [])], now);
  await disconnectConnection(found, { keepActivity: true }, deletionActor);
  return "ended";
}

/** What was kept of an account's customers goes with the account, unless somebody else has connected it too. */
async function forgetDataExports({ provider, accountId }: Connection, subject: DeletionSubject): Promise<void> {
  const recipients = await listEventRecipients(provider, [accountId]);
  if (recipients.every((recipient) => includesOwner(subject, recipient))) await deleteDataExports(provider, accountId);
}
