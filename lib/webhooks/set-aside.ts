// Items of a delivery that cannot be processed, such as one mail of many. Each is set aside as a failed delivery of its own, which
// an administrator can replay, so that the cursor moves on to the items behind it.
import { createHash, randomUUID } from "node:crypto";
import * as z from "zod";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import type { Connection } from "../store/connection.ts";
import { type DeliveryAttempt, logDelivery } from "../store/deliveries.ts";
import { hashRecipients } from "../store/delivery-recipients.ts";
import type { Vault } from "../vault/seal.ts";
import { DeliveryError } from "./delivery-error.ts";
import { sealPayload } from "./payload.ts";
import { getFailureCode } from "./retry.ts";
import type {
  Delivery,
  EventContext,
  ItemId,
  ParsedDelivery,
  SetAsideItem,
  WebhookEvent,
  WebhookSource,
} from "./webhook-source.ts";

/** The kind of their deliveries; no receiver has it. */
export const itemKind = "item";

const itemSchema: z.ZodType<SetAsideItem> = z.object({
  connection: z.string(),
  eventRoute: z.string(),
  id: z.string(),
  subscription: z.string().optional(),
});

interface Origin {
  readonly attempt: DeliveryAttempt;
  readonly event: WebhookEvent;
  readonly vault: Vault;
}

/**
 * Logs an item as a failed delivery. The same item always has the same row, so a repetition replaces it.
 * @throws Problem of the vault or the store: the item is not set aside
 */
export async function setAsideItem(
  { attempt: { provider, attempts }, event, vault }: Origin,
  { id: connection, tenant, user }: Connection,
  item: ItemId,
  error: unknown,
): Promise<void> {
  const code = getFailureCode(error);
  const content: SetAsideItem = { ...item, connection, eventRoute: event.eventRoutes[0] ?? "" };
  const receipt = `item-${createHash("sha256")
    .update(JSON.stringify([provider, content]))
    .digest("base64url")}`;
  const now = Date.now();
  const delivery = { receipt, provider, kind: itemKind, receivedAt: now, headers: {}, body: JSON.stringify(content) };
  const payload = await sealPayload(vault, { ...delivery, encoding: "utf8" });
  const row = { receipt, provider, kind: event.kind, deliveryId: item.id, attempts, receivedAt: now, startedAt: now };
  const tenants = [tenant];
  const recipients = hashRecipients([{ tenant, user }]);
  const outcome = { status: "failed", error: code, tenants, recipients } as const;
  await logDelivery({ ...row, tenants, payload, mark: randomUUID() }, outcome, now);
  count("ItemSetAside", { provider, code });
  log.error("an item was set aside", { provider, code, delivery: receipt });
}

/** Parses the delivery of an item, for its replay. @throws DeliveryError `invalid` */
export function parseSetAsideItem({ provider, processItem }: WebhookSource, delivery: Delivery): ParsedDelivery {
  const item = itemSchema.safeParse(JSON.parse(Buffer.from(delivery.body).toString("utf8"))).data;
  if (item === undefined || processItem === undefined) throw new DeliveryError("invalid", "unexpected_shape");
  return {
    kind: itemKind,
    dedupeKeys: [`item#${provider}#${delivery.deliveryId}`],
    eventRoutes: [item.eventRoute],
    occurredAt: delivery.receivedAt,
    work: (context) => processItem(selectConnection(context, item), item),
  };
}

function selectConnection(context: EventContext, { connection }: SetAsideItem): EventContext {
  const recipients = context.recipients.filter(({ id }) => id === connection);
  if (recipients.length === 0) throw new DeliveryError("ignored", "not_connected");
  return { ...context, recipients };
}
