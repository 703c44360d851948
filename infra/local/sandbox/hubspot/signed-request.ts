// HubSpot's webhook requests: a list of events, signed by version 3 and beside it by version 1, which has no time.
// developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests
import { createHash, createHmac } from "node:crypto";
import { manifests, withWebhook } from "../../../../lib/providers/manifests.ts";
import { isSuccess, type RetryRules, type SignedRequest } from "../push/deliver.ts";
import { getReceiverOrigin } from "../push/request.ts";
import { type State, sandboxClient } from "../state.ts";

export const forgeries = ["signature", "body", "address", "timestamp", "v1", "unsigned"] as const;
type Forgery = (typeof forgeries)[number];

const [receiver] = withWebhook(manifests).flatMap(({ id, webhook }) => (id === "hubspot" ? webhook.receivers : []));

/** Ten repetitions over about a day; it waits five seconds for an answer. */
const retryRules: RetryRules = {
  delaysSeconds: [60, 120, 600, 1800, 3600, 7200, 10_800, 14_400, 21_600, 28_800],
  timeoutMs: 5000,
  accepted: isSuccess,
  shouldRetry: () => true,
};

export interface Batch {
  readonly entries: readonly unknown[];
  readonly url?: string | undefined;
  readonly forge?: Forgery | undefined;
}

export function signBatch(state: State, origin: string, { entries, url, forge }: Batch): SignedRequest {
  const address = url ?? `${getReceiverOrigin(state, "hubspot", origin)}${receiver?.path}`;
  const body = JSON.stringify(entries);
  const secret = forge === "signature" ? "another-secret" : sandboxClient("hubspot").secret;
  const sign = () => {
    const timestamp = String(Date.now() - (forge === "timestamp" ? 301_000 : 0));
    const signed = `POST${decodeAddress(forge === "address" ? `${address}/` : address)}${body}${timestamp}`;
    return {
      "x-hubspot-request-timestamp": timestamp,
      "x-hubspot-signature-v3": createHmac("sha256", secret).update(signed).digest("base64"),
    };
  };
  const first = {
    "x-hubspot-signature": createHash("sha256")
      .update(secret + body)
      .digest("hex"),
  };
  const common = { "content-type": "application/json", "user-agent": "HubSpot Connect 2.0 (http://dev.hubspot.com/)" };
  return {
    event: entries.length === 1 ? Object(entries[0]).subscriptionType : `${entries.length} events`,
    url: address,
    body: forge === "body" ? `${body} ` : body,
    rules: retryRules,
    headers: () => ({
      ...common,
      ...(forge === "unsigned" ? {} : { ...first, "x-hubspot-signature-version": "v1" }),
      ...(forge === "unsigned" || forge === "v1" ? {} : sign()),
    }),
  };
}

/** The escapes that HubSpot decodes before it signs. */
const decodeAddress = (address: string): string =>
  address.replaceAll(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, decodeURIComponent);
