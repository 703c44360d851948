import { failureOf } from "../../http/provider-failure.ts";
import { log } from "../../log.ts";
import { count } from "../../metrics.ts";
import type { Connection } from "../../store/connection.ts";
import { announceActivity } from "../../webhooks/activity.ts";
import type { Arrival } from "../../webhooks/reading.ts";
import { isForReading } from "./history.ts";
import { mailActivity } from "./mail-activity.ts";
import type { RawMessage } from "./messages.ts";
import { type GmailAccess, readMessage } from "./search.ts";

/** Requests under way at a time: Gmail answers 429 to more than a few at once for one person. */
const atOnce = 10;

/** Reads messages and tells their owner of them, each once, in the order given. @throws ProviderFailure worth another try */
export async function announceMails(
  access: GmailAccess,
  arrival: Arrival,
  connection: Connection,
  ids: readonly string[],
): Promise<void> {
  for (let from = 0; from < ids.length; from += atOnce) {
    const messages = await Promise.all(ids.slice(from, from + atOnce).map((id) => readable(access, id)));
    for (const message of messages) {
      if (message === undefined || !isForReading(message)) continue;
      await announceActivity(arrival, connection, mailActivity(message, connection, arrival.occurredAt));
    }
  }
}

/** One mail that cannot be read, too large or nested too deep, must not keep its owner from all that come after it. */
async function readable(access: GmailAccess, id: string): Promise<RawMessage | undefined> {
  try {
    return await readMessage(access, id);
  } catch (error) {
    if (!isOfTheMessage(error)) throw error;
  }
  try {
    return await readMessage(access, id, "metadata");
  } catch (error) {
    if (!isOfTheMessage(error)) throw error;
    count("MailUnreadable");
    log.warn("a mail cannot be read", { provider: access.provider.id });
    return undefined;
  }
}

function isOfTheMessage(error: unknown): boolean {
  const failure = failureOf(error);
  return failure === undefined ? error instanceof RangeError : failure.class === "permanent";
}
