// One receiver for events, interactions and slash commands, which are signed alike.

import { rejectWebhook } from "../../http/reject-webhook.ts";
import { ok } from "../../http/response.ts";
import {
  acknowledgedResponse,
  emptyResponse,
  type Receiver,
  type ReceiverResult,
  type WebhookRequest,
} from "../../http/webhook-endpoint.ts";
import {
  decodeBodyText,
  type JsonObject,
  parseJsonObject,
  pickHeaders,
  readText,
  rejectMalformed,
  requireContentType,
  serializeWithout,
} from "../../webhooks/body.ts";
import { requireWebhookSecrets } from "../../webhooks/require-secrets.ts";
import { hasValidSignature, requireHeader } from "../../webhooks/signature.ts";

/** Seconds by which a timestamp may lie in the past or the future. */
const toleranceSeconds = 300;
const maxChallengeLength = 500;

/** docs.slack.dev/authentication/verifying-requests-from-slack */
export const slackWebhook: Receiver<void> = {
  provider: "slack",
  async verify(request) {
    const secrets = await requireWebhookSecrets("slack");
    const [timestamp] = requireHeader(request, "x-slack-request-timestamp", /^\d{10}$/);
    const [, signature = ""] = requireHeader(request, "x-slack-signature", /^v0=([0-9a-f]{64})$/);
    if (Math.abs(Math.floor(request.now / 1000) - Number(timestamp)) > toleranceSeconds) {
      throw rejectWebhook("unauthenticated", "timestamp");
    }
    if (!hasValidSignature(Buffer.from(signature, "hex"), secrets, `v0:${timestamp}:`, request.body)) {
      throw rejectWebhook("unauthenticated", "signature");
    }
  },
  read(request) {
    const text = decodeBodyText(request);
    return requireContentType(request, "json", "form") === "json"
      ? receiveEvent(request, parseJsonObject(text))
      : receiveForm(request, text);
  },
};

/** docs.slack.dev/apis/events-api */
function receiveEvent(request: WebhookRequest, envelope: JsonObject): ReceiverResult {
  if (envelope.type === "url_verification") return receiveChallenge(envelope);
  return {
    kind: "event",
    id: readText(envelope, "event_id"),
    headers: readRetryHeaders(request),
    body: serializeWithout(envelope, "token"),
  };
}

function receiveChallenge(envelope: JsonObject): ReceiverResult {
  const text = readText(envelope, "challenge", maxChallengeLength);
  if (text === undefined) throw rejectMalformed();
  return { kind: "challenge", response: ok({ challenge: text }) };
}

/** Interactions carry JSON in one field; commands and the certificate check are plain fields. */
function receiveForm(request: WebhookRequest, text: string): ReceiverResult {
  const fields = new URLSearchParams(text);
  if (fields.get("ssl_check") === "1") return { kind: "ssl_check", response: acknowledgedResponse };
  const payload = fields.get("payload");
  if (payload === null && fields.get("command") === null) throw rejectMalformed();
  const content = payload === null ? Object.fromEntries(fields) : parseJsonObject(payload);
  return {
    kind: payload === null ? "command" : "interaction",
    id: undefined,
    headers: readRetryHeaders(request),
    // Whoever holds a response URL can post in that channel.
    body: serializeWithout(content, "token", "response_url", "response_urls"),
    answer: emptyResponse,
  };
}

const readRetryHeaders = (request: WebhookRequest) => pickHeaders(request, "x-slack-retry-num", "x-slack-retry-reason");
