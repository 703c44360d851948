import type { Manifest } from "../manifest.ts";

export const displayName = "Google Calendar";

export const manifest = {
  id: "calendar",
  displayName,
  application: "google",
  environmentPrefix: "GOOGLE",
  registerAt: "https://console.cloud.google.com/auth/clients — one client for Gmail and Calendar",
  tags: { calendar: { name: displayName, about: "Calendars and events of a connected Google account." } },
  webhook: {
    receivers: [
      {
        path: "/api/v1/webhooks/calendar/push",
        run: "webhooks-v1/calendar-push",
        summary: "Google Calendar's notifications: an empty body and `X-Goog-*` headers, or a Pub/Sub envelope",
        bodyOptional: true,
      },
    ],
    proofs: ["channel-signing", "pubsub"],
    verifier: {
      name: "googleChannelToken",
      header: "X-Goog-Channel-Token",
      about: "The token that the channel was made with.",
    },
  },
  hasSubscriptions: true,
  sandbox: {
    port: 13,
    endpoints: {
      authorize: "/o/oauth2/v2/auth",
      token: "/token",
      revoke: "/revoke",
      userinfo: "/v1/userinfo",
      api: "/calendar/v3",
    },
  },
} as const satisfies Manifest;
