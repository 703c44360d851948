// Asks for the channels of connections to be looked at; what they should be is read when that happens.
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { sendMessages } from "../queue/send.ts";
import type { ConnectionKey } from "../store/connections.ts";
import { key } from "../store/table.ts";

/**
 * @param recreate the name of a channel that is to be made anew
 * @throws Problem provider_unavailable when the queue does not accept it: repeat the request
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
