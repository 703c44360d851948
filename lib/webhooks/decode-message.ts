// Decodes a queue message: parses its delivery and seals its payload for the log.
import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Dependencies } from "../connections/dependencies.ts";
import type { Message } from "../queue/consumer.ts";
import type { QueuedDelivery } from "../queue/enqueue-delivery.ts";
import type { DeliveryAttempt } from "../store/deliveries.ts";
import { deliveryErrorCode, type InvalidReason } from "./delivery-error.ts";
import { sealPayload } from "./payload.ts";
import { decodeBody, queuedDeliverySchema } from "./queued-delivery.ts";
import { openReplay, type ReplayMessage, replayMessageSchema } from "./replay-message.ts";
import { itemKind, parseSetAsideItem } from "./set-aside.ts";
import type { Delivery, ParsedDelivery, WebhookSource } from "./webhook-source.ts";

/** The messages of a provider's queue. */
export const webhookMessageSchema = () => z.union([queuedDeliverySchema(), replayMessageSchema()]);
export type WebhookMessage = Message<QueuedDelivery | ReplayMessage>;

/** A message of either kind, ready to be processed: with its row in the log, which a `WebhookEvent` does not know. */
export interface DecodedMessage {
  /** The delivery's row when the attempt starts. */
  readonly attempt: DeliveryAttempt;
  readonly parsed: ParsedDelivery | InvalidDelivery;
  readonly replay: ReplayMessage | undefined;
}

/** A delivery that could not be parsed. Only the worker makes it: a provider's `read` throws instead. */
interface InvalidDelivery {
  readonly kind: string;
  readonly unreadable: InvalidReason;
}

const goneDelivery: InvalidDelivery = { kind: "replay", unreadable: "gone" };

/** @throws Problem of the vault or the store: the message must be retried */
export async function decodeMessage(
  message: WebhookMessage,
  source: WebhookSource,
  dependencies: Dependencies,
): Promise<DecodedMessage> {
  const { body, attempt: attempts } = message;
  const { provider } = source;
  const attemptFields = {
    receipt: body.receipt,
    provider,
    attempts,
    startedAt: Date.now(),
    tenants: [],
    mark: randomUUID(),
  };
  if (!("replayOf" in body)) {
    const parsed = await parseDelivery(source, body);
    const payload = await sealPayload(dependencies.vault, { ...body, provider });
    const { id: deliveryId, receivedAt } = body;
    return {
      attempt: { ...attemptFields, kind: parsed.kind, deliveryId, receivedAt, payload },
      parsed,
      replay: undefined,
    };
  }
  const { replayOf, again } = body;
  const queued = await openReplay({ ...body, provider }, dependencies.vault);
  const parsed = queued ? await parseDelivery(source, queued) : goneDelivery;
  const receivedAt = message.sentAt * 1000;
  const deliveryId = queued?.id;
  const attempt = { ...attemptFields, kind: parsed.kind, deliveryId, receivedAt, payload: [], replayOf, again };
  return { attempt, parsed, replay: body };
}

async function parseDelivery(source: WebhookSource, queued: QueuedDelivery): Promise<DecodedMessage["parsed"]> {
  const { receipt, kind, id, headers, receivedAt, link } = queued;
  try {
    const body = await decodeBody(queued);
    const delivery: Delivery = {
      deliveryId: receipt,
      kind,
      providerDeliveryId: id,
      headers,
      link,
      body,
      receivedAt: Math.floor(receivedAt / 1000),
    };
    return kind === itemKind ? parseSetAsideItem(source, delivery) : source.read(delivery);
  } catch (error) {
    // Parsing makes no calls, so a retry would fail in the same way.
    return { kind, unreadable: deliveryErrorCode(error, "invalid") ?? "unreadable" };
  }
}
