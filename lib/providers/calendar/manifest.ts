import { googleApplication, googleSandbox } from "../google/application.ts";
import type { Manifest } from "../manifest.ts";

export const displayName = "Google Calendar";

export const manifest = {
  id: "calendar",
  displayName,
  ...googleApplication,
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
  liveByDefault: "always",
  tools: {
    list_calendars: "GET /api/v2/calendar/calendars",
    list_events: "GET /api/v2/calendar/events",
    read_event: "GET /api/v2/calendar/events/{id}",
    create_event: "POST /api/v2/calendar/events",
  },
  sandbox: { port: googleSandbox.port, endpoints: { ...googleSandbox.endpoints, api: "/calendar/v3" } },
} as const satisfies Manifest;
