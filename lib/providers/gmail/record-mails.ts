import type { ProviderCallContext } from "../../provider-client/data-endpoint.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { processItems } from "../../webhooks/process-items.ts";
import { recordActivity } from "../../webhooks/record-activity.ts";
import type { EventContext } from "../../webhooks/webhook-source.ts";
import { toMailActivity } from "./activity.ts";
import { isReceivedMail } from "./api/history.ts";
import { type ReadMessage, readListedMessage } from "./api.ts";

/** Mails read, and held in memory, at a time. */
const batchSize = 10;

/**
 * Reads mails and records an activity for each, once, in the given order. A mail that cannot be read or recorded is set aside.
 * @throws ProviderError or Problem for which a retry may help
 */
export function recordMails(
  account: ProviderCallContext,
  context: EventContext,
  ids: readonly string[],
): Promise<void> {
  return processItems(context, ids, {
    connection: account.connection,
    batchSize,
    identify: (id) => ({ id }),
    async process(batch) {
      const reads = await Promise.allSettled(batch.map((id) => readListedMessage(account, id)));
      const outcomes: PromiseSettledResult<unknown>[] = [];
      for (const read of reads)
        outcomes.push(read.status === "rejected" ? read : await settle(recordMail(account, context, read.value)));
      return outcomes;
    },
  });
}

const settle = async (work: Promise<unknown>): Promise<PromiseSettledResult<unknown>> =>
  (await Promise.allSettled([work]))[0];

/** Records a mail that was set aside. @throws DeliveryError `ignored` if it was deleted; as {@link recordMails} */
export async function recordSetAsideMail(
  account: ProviderCallContext,
  context: EventContext,
  id: string,
): Promise<void> {
  const read = await readListedMessage(account, id);
  if (read === undefined) throw new DeliveryError("ignored", "not_found");
  await recordMail(account, context, read);
}

async function recordMail(
  { connection }: ProviderCallContext,
  context: EventContext,
  read: ReadMessage | undefined,
): Promise<void> {
  if (read === undefined || !isReceivedMail(read.message)) return;
  await recordActivity(context, connection, toMailActivity(read.message, connection, context.occurredAt));
}
