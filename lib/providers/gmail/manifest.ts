import { googleApplication, googleSandbox } from "../google/application.ts";
import type { Manifest } from "../manifest.ts";

export const displayName = "Gmail";

export const manifest = {
  id: "gmail",
  displayName,
  ...googleApplication,
  formerEnvironmentPrefix: "GMAIL",
  tags: { gmail: { name: displayName, about: "Mail of a connected Gmail account." } },
  webhook: {
    receivers: [
      {
        path: "/api/v1/webhooks/gmail/push",
        run: "webhooks-v1/gmail-push",
        summary: "Gmail's notifications, through Google Pub/Sub",
      },
    ],
    proofs: ["pubsub"],
    verifier: { name: "googlePubSub", about: "Google's token of a Pub/Sub push." },
  },
  hasSubscriptions: true,
  liveByDefault: "with-pubsub",
  tools: {
    search_messages: "GET /api/v2/gmail/messages",
    read_message: "GET /api/v2/gmail/messages/{id}",
    read_thread: "GET /api/v2/gmail/threads/{id}",
    send_message: "POST /api/v2/gmail/messages",
  },
  sandbox: { port: googleSandbox.port, endpoints: { ...googleSandbox.endpoints, api: "/gmail/v1" } },
} as const satisfies Manifest;
