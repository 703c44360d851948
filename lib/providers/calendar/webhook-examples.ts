// developers.google.com/workspace/calendar/api/guides/push
import {
  describePubsubEnvelope,
  type RequestParameter,
  type WebhookExamples,
  writePubsubEnvelope,
} from "../../webhooks/webhook-examples.ts";
import { envelopeContent } from "./envelope-content.ts";

/** All of them come with Google's own notification, and none with a Pub/Sub envelope. */
const headers = [
  {
    name: "X-Goog-Channel-ID",
    about: "The channel's id. Without it, the body is a Pub/Sub envelope.",
    example: "0b9fbcb8-9d2e-4b59-a7a5-5a4c1f4f0d5e",
  },
  {
    name: "X-Goog-Channel-Token",
    about: "The token that we gave Google for the channel. It ends.",
    example: "AAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA.1795932000.fake",
  },
  {
    name: "X-Goog-Resource-State",
    about: "`exists` for a change, `sync` for a new channel, `not_exists`.",
    example: "exists",
  },
  { name: "X-Goog-Message-Number", about: "Grows with each notification of the channel.", example: "10" },
  { name: "X-Goog-Resource-ID", about: "Google's id of what is watched.", example: "ret08u3rv24htgh289g" },
  {
    name: "X-Goog-Resource-URI",
    about: "Its address.",
    example: "https://www.googleapis.com/calendar/v3/calendars/primary/events",
  },
  { name: "X-Goog-Channel-Expiration", about: "When the channel ends.", example: "Sat, 05 Dec 2026 06:00:00 GMT" },
] as const satisfies readonly RequestParameter[];

const sample = Object.fromEntries(headers.map(({ name, example }) => [name, example]));

export const webhookExamples: WebhookExamples = {
  headers,
  events: [
    {
      name: "exists",
      about: "A calendar has changed. Everything is in the headers, and the body is empty.",
      headers: sample,
    },
    {
      name: "sync",
      about: "The first notification of a new channel. The body is empty.",
      headers: { ...sample, "X-Goog-Resource-State": "sync", "X-Goog-Message-Number": "1" },
      isAnswered: true,
    },
    {
      name: "envelope",
      about: "A notification that a client of its own forwards through Pub/Sub.",
      schema: describePubsubEnvelope(envelopeContent),
      body: writePubsubEnvelope({ emailAddress: "ada@example.com" }),
    },
  ],
};
