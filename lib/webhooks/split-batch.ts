// Splits a request with several events: each becomes a delivery of its own, so that one bad event does not keep the others.
import { Problem } from "../errors.ts";
import { encodeDelivery, type QueuedDelivery } from "../queue/enqueue-delivery.ts";
import { sendMessages } from "../queue/send.ts";
import { decodeBody } from "./queued-delivery.ts";
import type { WebhookSource } from "./webhook-source.ts";

/**
 * Queues the entries of a batch. If it is cut off and repeated, entries are queued twice: their events are processed once.
 * @returns whether there was a batch to split
 * @throws DeliveryError `invalid`; Problem provider_unavailable when the queue did not take every entry
 */
export async function splitBatch(
  queued: QueuedDelivery,
  source: Pick<WebhookSource, "split">,
  queueUrl: string,
): Promise<boolean> {
  if (queued.kind !== "batch" || source.split === undefined) return false;
  const { encoding: _encoding, ...batch } = queued;
  const entries = source.split(await decodeBody(queued));
  const messages = await Promise.all(
    entries.map((body, at) => encodeDelivery({ ...batch, kind: "event", receipt: `${batch.receipt}-${at}`, body })),
  );
  if ((await sendMessages(queueUrl, messages)) > 0) throw new Problem("provider_unavailable", { retryAfter: 5 });
  return true;
}
