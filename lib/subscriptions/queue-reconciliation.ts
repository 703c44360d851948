// Queues connections whose subscriptions must be reconciled. Settings are read when the message is processed.
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { sendMessages } from "../queue/send.ts";
import type { ConnectionKey } from "../store/owner.ts";
import { key } from "../store/table.ts";

/**
 * Queues one message per connection.
 * @param recreate the name of a subscription to recreate
 * @throws Problem provider_unavailable when the queue does not accept a message; the request can be repeated
 */
export async function queueReconciliation(of: readonly ConnectionKey[], recreate?: string): Promise<void> {
  if (of.length === 0) return;
  const { CHANNELS_QUEUE_URL } = config("CHANNELS_QUEUE_URL");
  const messages = of.map((at) => {
    const { pk, sk } = key.connection(at, at.provider, at.id);
    return { pk: pk.S, sk: sk.S, ...(recreate === undefined ? {} : { recreate }) };
  });
  const refused = await sendMessages(CHANNELS_QUEUE_URL, messages).catch((cause: unknown) => {
    throw new Problem("provider_unavailable", { retryAfter: 5, cause });
  });
  if (refused > 0) throw new Problem("provider_unavailable", { retryAfter: 5 });
}
