import type { Manifest } from "../manifest.ts";

export const displayName = "Gmail";

export const manifest = {
  id: "gmail",
  displayName,
  application: "google",
  environmentPrefix: "GOOGLE",
  registerAt: "https://console.cloud.google.com/auth/clients — one client for Gmail and Calendar",
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
  sandbox: {
    port: 13,
    endpoints: {
      authorize: "/o/oauth2/v2/auth",
      token: "/token",
      revoke: "/revoke",
      userinfo: "/v1/userinfo",
      api: "/gmail/v1",
    },
  },
} as const satisfies Manifest;
