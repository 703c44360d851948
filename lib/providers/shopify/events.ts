import { createHash } from "node:crypto";
import { settleInBatches } from "../../concurrency.ts";
import { endConnection } from "../../connections/end-connection.ts";
import type { Provider } from "../../oauth/definition.ts";
import { parseJsonBody } from "../../webhooks/parse-payload.ts";
import type {
  Delivery,
  EventContext,
  ParsedDelivery,
  WebhookEvent,
  WebhookSource,
} from "../../webhooks/webhook-source.ts";
import { handleCustomerChange } from "./activity.ts";
import { bodies, isTopic, type Topic } from "./events/body.ts";
import { exportCustomer, forgetCustomer, forgetShop } from "./events/privacy.ts";

/** shopify.dev/docs/api/webhooks and …/docs/apps/build/compliance/privacy-law-compliance */
export const shopifyEvents = (provider: Provider): WebhookSource => ({
  provider: provider.id,
  read(delivery) {
    const topic = delivery.headers["x-shopify-topic"] ?? "";
    if (!isTopic(topic))
      return { kind: /^[a-z_]{1,40}\/[a-z_]{1,40}$/.test(topic) ? topic : "unknown", ignored: "unknown" };
    return parseEvent(provider, topic, delivery) ?? { kind: topic, ignored: "mismatch" };
  },
});

/** @returns undefined for a body that does not fit the topic, which a header names that nothing signs */
function parseEvent(provider: Provider, topic: Topic, delivery: Delivery): ParsedDelivery | undefined {
  const content = parseJsonBody(delivery.body);
  switch (topic) {
    case "app/uninstalled": {
      const shop = bodies[topic]().safeParse(content).data;
      return shop && toEvent(topic, shop.id, delivery, (context) => endConnections(provider, context));
    }
    case "shop/redact": {
      const event = bodies[topic]().safeParse(content).data;
      return (
        event && toEvent(topic, event.shop_id, delivery, (context) => forgetShop(provider, context, event.shop_id))
      );
    }
    case "customers/redact": {
      const event = bodies[topic]().safeParse(content).data;
      return event && toEvent(topic, event.shop_id, delivery, (context) => forgetCustomer(context, event));
    }
    case "customers/data_request": {
      const event = bodies[topic]().safeParse(content).data;
      return event && toEvent(topic, event.shop_id, delivery, (context) => exportCustomer(context, event));
    }
    default: {
      // The body names no shop: the address does, which is that of one connection.
      const event = bodies[topic]().safeParse(content).data;
      const { link } = delivery;
      if (event === undefined || link === undefined) return undefined;
      const work: WebhookEvent["work"] = (context) => handleCustomerChange(provider, context, event);
      return { ...toEvent("customers/update", link, delivery, work), changesCustomers: true };
    }
  }
}

function toEvent(kind: Topic, route: string, delivery: Delivery, work: WebhookEvent["work"]): WebhookEvent {
  return {
    kind,
    dedupeKeys: [createDedupeKey(kind, delivery)],
    eventRoutes: [route],
    occurredAt: delivery.receivedAt,
    work,
  };
}

/**
 * Two uninstalls of a shop have the same body, so a minute is part of the key: ours, since the signature covers neither an id nor a
 * time. A replay in another minute leads to a question to Shopify and ends nothing that lives.
 */
function createDedupeKey(kind: Topic, { body, link = "app", receivedAt }: Delivery): string {
  const hash = createHash("sha256").update(body).digest("base64url");
  const isAlike = kind === "app/uninstalled" || kind === "shop/redact" || kind === "customers/redact";
  return [kind, link, hash, ...(isAlike ? [Math.floor(receivedAt / 60)] : [])].join("#");
}

/** Connections ended at a time: each asks Shopify. */
const maxConcurrency = 5;

/** Ends a shop's connections, once Shopify says that their tokens are dead. */
async function endConnections(provider: Provider, context: EventContext): Promise<void> {
  const check = { provider, actor: { actor: "webhook" }, dependencies: context, answers: new Map() };
  await settleInBatches(context.recipients, maxConcurrency, (routed) =>
    endConnection(routed, { at: context.occurredAt }, check),
  );
}
