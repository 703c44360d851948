// Where providers push: verified on the bytes that arrive, so no schema of ours reads them first.
import type { Operation } from "../operation.ts";

const header = (name: string, description: string) => ({ type: "apiKey", in: "header", name, description }) as const;

/** `components.securitySchemes`: who may call, and how it is proven. */
export const securitySchemes = {
  bearer: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "A token of the operator's own identity provider. Administrators carry a claim that says so.",
  },
  slackSignature: header("X-Slack-Signature", "`v0=` and the HMAC-SHA256 of `v0:` timestamp `:` body."),
  figmaSignature: header("X-Figma-Signature", "The HMAC-SHA256 of the body; or the hook's `passcode` in the body."),
  githubSignature: header("X-Hub-Signature-256", "`sha256=` and the HMAC-SHA256 of the body."),
  googleChannelToken: header("X-Goog-Channel-Token", "The token that the channel was made with."),
  googlePubSub: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "Google's token of a Pub/Sub push.",
  },
} as const;

interface Push {
  readonly operationId: string;
  readonly summary: string;
  readonly by: keyof typeof securitySchemes;
  readonly takes?: readonly string[];
  readonly answer?: object;
}

const acknowledged = {
  type: "object",
  required: ["ok"],
  properties: { ok: { type: "boolean", const: true } },
} as const;
const challenge = { type: "object", required: ["challenge"], properties: { challenge: { type: "string" } } } as const;

const json = (schema: object) => ({ content: { "application/json": { schema } } });

function push({
  operationId,
  summary,
  by,
  takes = ["application/json"],
  answer = json(acknowledged),
}: Push): Operation {
  const content = Object.fromEntries(takes.map((type) => [type, { schema: { type: "object" } }]));
  return {
    operationId,
    summary,
    tags: ["Webhooks"],
    security: [{ [by]: [] }],
    requestBody: { required: by !== "googleChannelToken", content },
    responses: { 200: { description: "Verified, and kept to be worked on.", ...answer }, ...refusals },
  };
}

const refusals = {
  400: { $ref: "#/components/responses/InvalidRequest" },
  401: { $ref: "#/components/responses/Unauthenticated" },
  403: { $ref: "#/components/responses/Forbidden" },
  413: { $ref: "#/components/responses/TooLarge" },
  415: { $ref: "#/components/responses/UnsupportedMediaType" },
  429: { $ref: "#/components/responses/TooManyRequests" },
  500: { $ref: "#/components/responses/Internal" },
  503: { $ref: "#/components/responses/Unavailable" },
} as const;

const slackTypes = ["application/json", "application/x-www-form-urlencoded"];

const slack = (operationId: string, summary: string, answer: object): Operation =>
  push({ operationId, summary, by: "slackSignature", takes: slackTypes, answer });

const eventsOrChallenge = json({ anyOf: [acknowledged, challenge] });

/** By method and path, as in the table. */
export const webhookOperations: Readonly<Record<string, Operation>> = {
  "POST /api/integrations/slack/webhook": slack("slackWebhook", "Slack's events", eventsOrChallenge),
  "POST /api/v1/webhooks/slack/events": slack("webhooksV1SlackEvents", "Slack's events", eventsOrChallenge),
  "POST /api/v1/webhooks/slack/interactive": slack(
    "webhooksV1SlackInteractive",
    "Slack's interactions; the answer is empty, since Slack would show any text",
    {},
  ),
  "POST /api/integrations/figma/webhook": push({
    operationId: "figmaWebhook",
    summary: "Figma's events",
    by: "figmaSignature",
  }),
  "POST /api/integrations/github/webhook": push({
    operationId: "githubWebhook",
    summary: "GitHub's events",
    by: "githubSignature",
    takes: slackTypes,
  }),
  "POST /api/v1/webhooks/gmail/push": push({
    operationId: "webhooksV1GmailPush",
    summary: "Gmail's notifications, through Google Pub/Sub",
    by: "googlePubSub",
  }),
  "POST /api/v1/webhooks/calendar/push": push({
    operationId: "webhooksV1CalendarPush",
    summary: "Google Calendar's notifications: an empty body and `X-Goog-*` headers, or a Pub/Sub envelope",
    by: "googleChannelToken",
  }),
};
