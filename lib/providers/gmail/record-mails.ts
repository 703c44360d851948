import type { Connection } from "../../store/connection.ts";
import { recordActivity } from "../../webhooks/record-activity.ts";
import type { EventContext } from "../../webhooks/webhook-source.ts";
import { toMailActivity } from "./activity.ts";
import { isReceivedMail } from "./api/history.ts";
import { type GmailAccess, readMessages } from "./api.ts";

/** Mails read, and held in memory, at a time. */
const batchSize = 10;

/** Reads mails and records an activity for each, once, in the given order. @throws ProviderError for which a retry may help */
export async function recordMails(
  access: GmailAccess,
  context: EventContext,
  connection: Connection,
  ids: readonly string[],
): Promise<void> {
  for (let from = 0; from < ids.length; from += batchSize) {
    const messages = await readMessages(access, ids.slice(from, from + batchSize), ({ message }) => message);
    for (const message of messages) {
      if (!isReceivedMail(message)) continue;
      await recordActivity(context, connection, toMailActivity(message, connection, context.occurredAt));
    }
  }
}
