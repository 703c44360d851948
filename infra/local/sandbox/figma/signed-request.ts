// Builds Figma's webhook requests: passcode in the body, three retries, none after a 400.
import { createHmac } from "node:crypto";
import type { RetryRules, SignedRequest } from "../push/deliver.ts";

export const forgeries = ["passcode", "signature", "body", "unsigned"] as const;
export type Forgery = (typeof forgeries)[number];

/** Five minutes, half an hour, three hours (developers.figma.com/docs/rest-api/webhooks). */
const retryRules: RetryRules = {
  delaysSeconds: [300, 1800, 10_800],
  timeoutMs: 10_000,
  accepted: (status) => status === 200,
  shouldRetry: ({ status }) => status !== 400,
};

export interface FigmaRequest {
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly url: string;
  readonly id: number;
  readonly passcode: string;
  /** The secret that signs the body; only manually registered hooks have one. */
  readonly signWith?: string | undefined;
  readonly forge?: Forgery | undefined;
}

export function signedFigmaRequest({ type, fields, url, id, passcode, signWith, forge }: FigmaRequest): SignedRequest {
  const sentPasscode =
    forge === "passcode" ? `${passcode.slice(0, -1)}${passcode.endsWith("A") ? "B" : "A"}` : passcode;
  const body = JSON.stringify({
    event_type: type,
    ...(forge === "unsigned" ? {} : { passcode: sentPasscode }),
    timestamp: new Date().toISOString(),
    webhook_id: String(id),
    ...fields,
  });
  const mac = createHmac("sha256", forge === "signature" ? "sandbox-other-secret" : (signWith ?? "")).update(body);
  const signature = signWith === undefined || forge === "unsigned" ? {} : { "x-figma-signature": mac.digest("hex") };
  return {
    event: type,
    url,
    body: forge === "body" ? `${body} ` : body,
    rules: retryRules,
    headers: () => ({ "content-type": "application/json", "user-agent": "Figma-Webhooks/2.0", ...signature }),
  };
}
