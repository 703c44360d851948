// Events, interactions and slash commands are signed alike, so one receiver takes all of them.

import { refused } from "../../http/refused.ts";
import { ok } from "../../http/response.ts";
import {
  acknowledged,
  emptyAnswer,
  type Received,
  type Receiver,
  type WebhookRequest,
} from "../../http/webhook-endpoint.ts";
import { webhookSecrets } from "../../webhooks/active-secrets.ts";
import {
  bodyText,
  contentType,
  headersFor,
  type JsonObject,
  jsonObject,
  malformed,
  textOf,
  withoutMembers,
} from "../../webhooks/body.ts";
import { isSigned, signedHeader } from "../../webhooks/signature.ts";

/** Seconds, into the past and the future. */
const window = 300;
const longestChallenge = 500;

/** docs.slack.dev/authentication/verifying-requests-from-slack */
export const slackWebhook: Receiver<void> = {
  provider: "slack",
  async verify(request) {
    const secrets = await webhookSecrets("slack");
    const [timestamp] = signedHeader(request, "x-slack-request-timestamp", /^\d{10}$/);
    const [, signature = ""] = signedHeader(request, "x-slack-signature", /^v0=([0-9a-f]{64})$/);
    if (Math.abs(Math.floor(request.now / 1000) - Number(timestamp)) > window) {
      throw refused("unauthenticated", "timestamp");
    }
    if (!isSigned(Buffer.from(signature, "hex"), secrets, `v0:${timestamp}:`, request.body)) {
      throw refused("unauthenticated", "signature");
    }
  },
  read(request) {
    const text = bodyText(request);
    return contentType(request, "json", "form") === "json" ? event(request, jsonObject(text)) : form(request, text);
  },
};

/** docs.slack.dev/apis/events-api */
function event(request: WebhookRequest, envelope: JsonObject): Received {
  if (envelope.type === "url_verification") return challenge(envelope);
  return {
    kind: "event",
    id: textOf(envelope, "event_id"),
    headers: retryHeaders(request),
    body: withoutMembers(envelope, "token"),
  };
}

function challenge(envelope: JsonObject): Received {
  const text = textOf(envelope, "challenge", longestChallenge);
  if (text === undefined) throw malformed();
  return { kind: "challenge", settled: ok({ challenge: text }) };
}

/** Interactions carry JSON in one field; commands and the check of the certificate are plain fields. */
function form(request: WebhookRequest, text: string): Received {
  const fields = new URLSearchParams(text);
  if (fields.get("ssl_check") === "1") return { kind: "ssl_check", settled: acknowledged };
  const payload = fields.get("payload");
  if (payload === null && fields.get("command") === null) throw malformed();
  const content = payload === null ? Object.fromEntries(fields) : jsonObject(payload);
  return {
    kind: payload === null ? "command" : "interaction",
    id: undefined,
    headers: retryHeaders(request),
    // A response URL lets whoever holds it speak in that channel.
    body: withoutMembers(content, "token", "response_url", "response_urls"),
    answer: emptyAnswer,
  };
}

const retryHeaders = (request: WebhookRequest) => headersFor(request, "x-slack-retry-num", "x-slack-retry-reason");
