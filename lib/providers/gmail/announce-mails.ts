import type { Connection } from "../../store/connection.ts";
import { announceActivity } from "../../webhooks/activity.ts";
import type { EventContext } from "../../webhooks/reading.ts";
import { isForReading } from "./history.ts";
import { mailActivity } from "./mail-activity.ts";
import { type GmailAccess, readMessages } from "./read-message.ts";

/** Mails read before they are told: so many are held at a time. */
const atOnce = 10;

/** Reads messages and tells their owner of them, each once, in the order given. @throws ProviderError worth another try */
export async function announceMails(
  access: GmailAccess,
  context: EventContext,
  connection: Connection,
  ids: readonly string[],
): Promise<void> {
  for (let from = 0; from < ids.length; from += atOnce) {
    const messages = await readMessages(access, ids.slice(from, from + atOnce), ({ message }) => message);
    for (const message of messages) {
      if (!isForReading(message)) continue;
      await announceActivity(context, connection, mailActivity(message, connection, context.occurredAt));
    }
  }
}
