// Builds Slack's requests: signed with v0, three seconds to answer, retries at once, after one minute and after five.
import { createHmac, randomBytes } from "node:crypto";
import { isSuccess, type RetryRules, type SignedRequest } from "../push/deliver.ts";
import type { Attempt } from "../push/deliveries.ts";
import type { Authorization } from "./authorizations.ts";
import { appId } from "./seed.ts";

export const forgeries = ["signature", "secret", "body", "stale", "future", "unsigned"] as const;
export type Forgery = (typeof forgeries)[number];

const signingSecret = "sandbox-slack-signing-secret";

/** Deprecated, but still in every payload. */
export const verificationToken = "sandbox-slack-verification-token";

/** docs.slack.dev/apis/events-api#retries */
const retryRules: RetryRules = {
  delaysSeconds: [0, 60, 300],
  timeoutMs: 3000,
  accepted: isSuccess,
  shouldRetry: ({ answerHeaders, status }) => status === null || answerHeaders["x-slack-no-retry"] !== "1",
};

export interface SlackRequest {
  readonly event: string;
  readonly url: string;
  readonly body: string;
  readonly type?: "application/json" | "application/x-www-form-urlencoded";
  readonly forge?: Forgery | undefined;
}

export function signedSlackRequest({
  event,
  url,
  body,
  type = "application/json",
  forge,
}: SlackRequest): SignedRequest {
  return {
    event,
    url,
    // One byte more than was signed, but still valid JSON.
    body: forge === "body" ? `${body} ` : body,
    rules: retryRules,
    headers: (retry, failed) => ({
      "content-type": type,
      "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
      ...(forge === "unsigned" ? {} : signatureHeaders(body, forge)),
      ...(retry === 0 ? {} : { "x-slack-retry-num": String(retry), "x-slack-retry-reason": getRetryReason(failed) }),
    }),
  };
}

/** docs.slack.dev/authentication/verifying-requests-from-slack; 300 seconds of deviation are allowed. */
function signatureHeaders(body: string, forge: Forgery | undefined): Record<string, string> {
  const offset = { stale: -301, future: 303 }[String(forge)] ?? 0;
  const time = String(Math.floor(Date.now() / 1000) + offset);
  const secret = forge === "secret" ? "sandbox-slack-other-secret" : signingSecret;
  const mac = createHmac("sha256", secret).update(`v0:${time}:${body}`).digest("hex");
  const sentMac = forge === "signature" ? `${mac.startsWith("0") ? "1" : "0"}${mac.slice(1)}` : mac;
  return { "x-slack-request-timestamp": time, "x-slack-signature": `v0=${sentMac}` };
}

function getRetryReason(failed: Attempt | undefined): string {
  if (failed?.failure === "timeout") return "http_timeout";
  return failed?.failure === "connection" ? "connection_failed" : "http_error";
}

/** The envelope around an event (docs.slack.dev/apis/events-api#callback-field). `context` identifies all installations that may see it. */
export function buildEnvelope(
  team_id: string,
  event: Readonly<Record<string, unknown>>,
  authorizations: readonly Authorization[],
  context: string,
): Record<string, unknown> {
  return {
    token: verificationToken,
    team_id,
    context_team_id: team_id,
    context_enterprise_id: null,
    api_app_id: appId,
    event,
    type: "event_callback",
    event_id: `Ev${createSlackId(10)}`,
    event_time: Math.floor(Number(event.event_ts ?? Date.now() / 1000)),
    // At most one, however many installations may see it.
    authorizations: authorizations.slice(0, 1),
    is_ext_shared_channel: false,
    event_context: context,
  };
}

/** Upper-case letters and digits, as Slack's ids are. */
export function createSlackId(length: number): string {
  return Array.from(randomBytes(length), (byte) => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[byte % 36]).join("");
}
