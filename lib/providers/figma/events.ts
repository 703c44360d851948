import type { Provider } from "../../oauth/definition.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { parseJsonBody, parsePayload } from "../../webhooks/parse-payload.ts";
import type { Delivery, ParsedDelivery, WebhookSource } from "../../webhooks/webhook-source.ts";
import { listPublishedKinds } from "./activity.ts";
import { handleFileEvent } from "./events/file-events.ts";
import { type FileEvent, figmaEvent } from "./events/schemas.ts";

const fileEventTypes = new Set([
  "FILE_UPDATE",
  "FILE_VERSION_UPDATE",
  "FILE_DELETE",
  "LIBRARY_PUBLISH",
  "FILE_COMMENT",
]);

export const figmaEvents = (provider: Provider): WebhookSource => ({
  provider: provider.id,
  read(delivery) {
    const found = parsePayload(figmaEvent(), parseJsonBody(delivery.body));
    const { event_type: kind, file_key } = found;
    if (kind === "PING") return { kind, ignored: "ping" };
    if (!fileEventTypes.has(kind)) return { kind, ignored: "unknown" };
    if (file_key === undefined) throw new DeliveryError("invalid", "no_file");
    return parseFileEvent(provider, delivery, { ...found, file_key });
  },
});

function parseFileEvent(provider: Provider, { link, receivedAt }: Delivery, event: FileEvent): ParsedDelivery {
  const { event_type, webhook_id, timestamp, file_key, comment_id, version_id } = event;
  const parts = [event_type, timestamp, file_key, comment_id ?? version_id ?? "", listPublishedKinds(event).join()];
  const at = Date.parse(timestamp);
  const occurredAt = Number.isNaN(at) ? receivedAt : Math.floor(at / 1000);
  return {
    kind: event_type,
    // Figma sends no delivery id, and a retry has another body.
    dedupeKeys: [["event", link ?? "", webhook_id, ...parts].join("#")],
    // Manually registered hooks use the operator's passcode, so no connection can be derived from it.
    eventRoutes: [link ?? `webhook:${webhook_id}`],
    occurredAt,
    work: (context) => handleFileEvent(provider, context, event),
  };
}
