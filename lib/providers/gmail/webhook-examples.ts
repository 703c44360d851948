// developers.google.com/workspace/gmail/api/guides/push
import { describePubsubEnvelope, type WebhookExamples, writePubsubEnvelope } from "../../webhooks/webhook-examples.ts";
import { notificationContent } from "./notification.ts";

export const webhookExamples: WebhookExamples = {
  headers: [],
  events: [
    {
      name: "mailbox",
      about: "A mailbox has changed; what has is read from its history.",
      schema: describePubsubEnvelope(notificationContent),
      body: writePubsubEnvelope({ emailAddress: "ada@example.com", historyId: 9_876_543 }),
    },
  ],
};
