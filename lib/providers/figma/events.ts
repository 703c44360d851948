import type { Provider } from "../../oauth/definition.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import type { Delivery, ParsedDelivery, WebhookSource } from "../../webhooks/reading.ts";
import { jsonBody, shaped } from "../../webhooks/shaped.ts";
import { type FileEvent, figmaEvent } from "./event-shapes.ts";
import { fileChanged } from "./file-changed.ts";
import { publishedKinds } from "./file-news.ts";

const ofFiles = new Set(["FILE_UPDATE", "FILE_VERSION_UPDATE", "FILE_DELETE", "LIBRARY_PUBLISH", "FILE_COMMENT"]);

export const figmaEvents = (provider: Provider): WebhookSource => ({
  provider: provider.id,
  read(delivery) {
    const found = shaped(figmaEvent(), jsonBody(delivery.body));
    const { event_type: kind, file_key } = found;
    if (kind === "PING") return { kind, ignored: "ping" };
    if (!ofFiles.has(kind)) return { kind, ignored: "unknown" };
    if (file_key === undefined) throw new DeliveryError("invalid", "no_file");
    return readFileEvent(provider, delivery, { ...found, file_key });
  },
});

function readFileEvent(provider: Provider, { link, receivedAt }: Delivery, event: FileEvent): ParsedDelivery {
  const { event_type, webhook_id, timestamp, file_key, comment_id, version_id } = event;
  const parts = [event_type, timestamp, file_key, comment_id ?? version_id ?? "", publishedKinds(event).join()];
  const at = Date.parse(timestamp);
  const occurredAt = Number.isNaN(at) ? receivedAt : Math.floor(at / 1000);
  return {
    kind: event_type,
    // Figma names no delivery, and counts its retries in the body.
    claims: [["event", link ?? "", webhook_id, ...parts].join("#")],
    // Hooks registered by hand carry the operator's passcode, which names nobody.
    routes: [link ?? `webhook:${webhook_id}`],
    occurredAt,
    work: (context) => fileChanged(provider, context, event),
  };
}
