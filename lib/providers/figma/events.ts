import type { Provider } from "../../oauth/definition.ts";
import { parseJsonBody, parsePayload } from "../../webhooks/parse-payload.ts";
import type { Delivery, ParsedDelivery, WebhookSource } from "../../webhooks/webhook-source.ts";
import { listPublishedKinds } from "./activity.ts";
import { changesCaches, handleFileEvent, recordFileChange } from "./events/file-events.ts";
import { eventType, type FileEvent, fileEvent } from "./events/schemas.ts";

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
    const content = parseJsonBody(delivery.body);
    const { event_type } = parsePayload(eventType(), content);
    if (event_type === "PING") return { kind: event_type, ignored: "ping" };
    if (!fileEventTypes.has(event_type))
      return { kind: /^[A-Z\d_]{1,64}$/.test(event_type) ? event_type : "unknown", ignored: "unknown" };
    const found = parsePayload(fileEvent(), content);
    const timestamp = found.timestamp ?? new Date(delivery.receivedAt * 1000).toISOString();
    return parseFileEvent(provider, delivery, { ...found, timestamp });
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
    dedupeKeys: [["event", link ?? "", webhook_id ?? "", ...parts].join("#")],
    // Manually registered hooks use the operator's passcode, so no connection can be derived from it.
    eventRoutes: [link ?? `webhook:${webhook_id ?? ""}`],
    occurredAt,
    ...(link === undefined && changesCaches(event) ? { workForStage: () => recordFileChange(provider, event) } : {}),
    work: (context) => handleFileEvent(provider, context, event),
  };
}
