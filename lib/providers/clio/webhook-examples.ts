// docs.developers.clio.com/guides/clio-manage/webhooks
import type { EventExample, WebhookExamples } from "../../webhooks/webhook-examples.ts";
import { contactEvent } from "./event-content.ts";

const contact = { id: 8_001, etag: '"8001"', name: "Grace Hopper", type: "Person", updated_at: "2026-11-28T06:00:00Z" };

const describeEvent = (event: "created" | "updated" | "deleted", about: string): EventExample => ({
  name: `contact.${event}`,
  about,
  schema: contactEvent(),
  body: { data: contact, meta: { event, webhook_id: 77 } },
  headers: { "X-Hook-Signature": "0".repeat(64) },
});

export const webhookExamples: WebhookExamples = {
  headers: [
    {
      name: "X-Hook-Signature",
      about: "The HMAC-SHA256 of the body in hexadecimal, under the secret that Clio told for this webhook.",
      example: "0".repeat(64),
    },
    {
      name: "X-Hook-Secret",
      about:
        "The secret, once, while the webhook is being opened. It is answered with the same header, and never replaced.",
      example: "fake-secret-of-a-webhook",
    },
  ],
  query: [
    { name: "hook", about: "Our id of the webhook.", required: true, example: "AAAAAAAAAAAAAAAAAAAAAA" },
    {
      name: "token",
      about: "Our token for it, which covers the id and the connection.",
      required: true,
      example: "AAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA.fake",
    },
  ],
  events: [
    describeEvent("created", "A contact is new."),
    describeEvent("updated", "A contact was changed."),
    describeEvent("deleted", "A contact was deleted."),
  ],
};
