// A message made ready to be worked on: its delivery read, its payload sealed for the log.
import * as z from "zod";
import type { Dependencies } from "../oauth/dependencies.ts";
import type { Message } from "../queue/consumer.ts";
import type { QueuedDelivery } from "../queue/enqueue-delivery.ts";
import type { Attempt } from "../store/deliveries.ts";
import { deliveryErrorCode } from "./delivery-error.ts";
import { sealPayload } from "./payload.ts";
import { deliveredBody, queuedDelivery } from "./queued-delivery.ts";
import type { ParsedDelivery, WebhookSource } from "./reading.ts";
import { openReplayed, type ReplayMessage, replayMessage } from "./replayed.ts";

/** What stands on a provider's queue. */
export const webhookMessage = () => z.union([queuedDelivery(), replayMessage()]);
export type WebhookMessage = Message<QueuedDelivery | ReplayMessage>;

export interface DecodedMessage {
  /** How it begins in the log. */
  readonly attempt: Attempt;
  readonly parsed: ParsedDelivery | InvalidDelivery;
  readonly replay: ReplayMessage | undefined;
}

interface InvalidDelivery {
  readonly kind: string;
  readonly unreadable: string;
}

/** @throws Problem of the vault or the store: it may be readable later */
export async function opened(
  message: WebhookMessage,
  source: WebhookSource,
  world: Dependencies,
): Promise<DecodedMessage> {
  const { body, attempt: attempts } = message;
  const { provider } = source;
  const begun = { receipt: body.receipt, provider, attempts, startedAt: Date.now(), tenants: [] };
  if (!("replayOf" in body)) {
    const parsed = await read(source, body);
    const payload = await sealPayload(world.vault, { ...body, provider });
    const { id: deliveryId, receivedAt } = body;
    return { attempt: { ...begun, kind: parsed.kind, deliveryId, receivedAt, payload }, parsed, replay: undefined };
  }
  const { replayOf, again } = body;
  const queued = await openReplayed({ ...body, provider }, world.vault);
  const parsed = queued ? await read(source, queued) : { kind: "replay", unreadable: "gone" };
  const receivedAt = message.sentAt * 1000;
  const deliveryId = queued?.id;
  const attempt = { ...begun, kind: parsed.kind, deliveryId, receivedAt, payload: [], replayOf, again };
  return { attempt, parsed, replay: body };
}

async function read(source: WebhookSource, queued: QueuedDelivery): Promise<DecodedMessage["parsed"]> {
  const { receipt, kind, id, headers, receivedAt, link } = queued;
  try {
    const body = await deliveredBody(queued);
    return source.read({ receipt, kind, id, headers, link, body, receivedAt: Math.floor(receivedAt / 1000) });
  } catch (error) {
    // Reading asks nobody, so what fails once fails always.
    return { kind, unreadable: deliveryErrorCode(error, "invalid") ?? "unreadable" };
  }
}
