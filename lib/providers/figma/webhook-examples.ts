// developers.figma.com/docs/rest-api/webhooks-events
import * as z from "zod";
import type { EventExample, WebhookExamples } from "../../webhooks/webhook-examples.ts";
import { eventType, fileEvent } from "./events/schemas.ts";

/** Taken out by the receiver; the worker never sees it. */
const passcode = z.string().max(100).optional().describe("Proves the sender, where no signature does.");

const sent = { passcode: "fake-passcode-of-the-hook", webhook_id: "22", timestamp: "2026-11-28T06:00:00Z" };
const file = { file_key: "FigHome000000000000001", file_name: "Home", team_id: "1001" };
const ada = { id: "8001", handle: "Ada" };

const describeFileEvent = (name: string, about: string, event: object): EventExample => ({
  name,
  about,
  schema: fileEvent().extend({ event_type: z.literal(name), passcode }),
  body: { event_type: name, ...sent, ...file, ...event },
});

export const webhookExamples: WebhookExamples = {
  headers: [
    {
      name: "X-Figma-Signature",
      about: "The hexadecimal HMAC-SHA256 of the body under the operator's secret, instead of the passcode.",
      example: "0".repeat(64),
    },
  ],
  events: [
    describeFileEvent("FILE_UPDATE", "A file has changed, half an hour after the last edit at the latest.", {}),
    describeFileEvent("FILE_COMMENT", "A comment on a file.", {
      comment_id: "32",
      comment: [{ text: "Please check the contrast by Friday, " }, { mention: "8002" }],
      mentions: [{ id: "8002", handle: "Grace" }],
      created_at: "2026-11-28T06:00:00Z",
      triggered_by: ada,
    }),
    describeFileEvent("FILE_VERSION_UPDATE", "A version was named.", {
      version_id: "2001",
      label: "For review",
      description: "The new navigation",
      created_at: "2026-11-28T06:00:00Z",
      triggered_by: ada,
    }),
    describeFileEvent("FILE_DELETE", "A file was deleted.", { triggered_by: ada }),
    describeFileEvent("LIBRARY_PUBLISH", "A library was published: one event for each kind of asset.", {
      created_components: [{ key: "c1", name: "Button" }],
      modified_components: [],
      deleted_components: [],
      description: "Buttons",
      triggered_by: ada,
    }),
    {
      name: "PING",
      about: "Sent when a hook is made.",
      schema: eventType().extend({ event_type: z.literal("PING"), passcode }),
      body: { event_type: "PING", ...sent },
      isAnswered: true,
    },
  ],
};
