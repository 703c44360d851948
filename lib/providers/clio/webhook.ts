import { rejectWebhook } from "../../http/reject-webhook.ts";
import type { Receiver, ReceiverResult, WebhookRequest } from "../../http/webhook-endpoint.ts";
import { getVaultFromEnvironment } from "../../vault/vault.ts";
import { decodeBodyText, parseJsonObject, requireContentType } from "../../webhooks/body.ts";
import { keepHookSecret } from "../../webhooks/hook-secret.ts";
import { requireSubscriptionSecrets } from "../../webhooks/require-secrets.ts";
import { requireHeader } from "../../webhooks/signature.ts";
import { checkSubscriptionToken } from "../../webhooks/subscription-token.ts";
import { hookHeader, hookIdPattern, signatureHeader } from "./hook-address.ts";

/** What the address proves, and the secret if Clio tells it. */
interface Proof {
  readonly link: string;
  readonly hook: string;
  readonly told?: string;
}

/**
 * docs.developers.clio.com/guides/clio-manage/webhooks: Clio tells its secret to the address that a webhook was opened with, and
 * signs with it afterwards. Whoever tells a secret could sign anything, so the address has a token of ours, the secret is taken
 * while the webhook is being opened, and the worker checks the signature before it does anything.
 */
export const clioWebhook: Receiver<Proof> = {
  provider: "clio",
  async verify(request) {
    const address = await verifyAddress(request);
    if (request.headers["x-hook-secret"] === undefined) {
      requireHeader(request, signatureHeader, /^[0-9a-f]{64}$/);
      return address;
    }
    const [told] = requireHeader(request, "x-hook-secret", /^[\x21-\x2b\x2d-\x7e]{16,256}$/);
    const at = { provider: "clio", id: address.hook };
    if (!(await keepHookSecret(getVaultFromEnvironment(), at, told, Math.floor(request.now / 1000))))
      throw rejectWebhook("unauthenticated", "handshake");
    return { ...address, told };
  },
  read: (request, { link, hook, told }) => (told === undefined ? receiveEvent(request, link, hook) : confirm(told)),
};

async function verifyAddress({ query }: WebhookRequest): Promise<Proof> {
  const secrets = await requireSubscriptionSecrets("clio");
  const { hook = "", token = "" } = query;
  if (!hookIdPattern.test(hook)) throw rejectWebhook("unauthenticated", "token");
  const checked = checkSubscriptionToken(secrets, token, { provider: "clio", channelId: hook });
  if (checked.outcome === "good") return { link: checked.ref, hook };
  throw checked.outcome === "bad"
    ? rejectWebhook("unauthenticated", "token")
    : rejectWebhook("not_configured", "unknown_key");
}

/** Clio switches the webhook on when it gets its secret back. */
const confirm = (told: string): ReceiverResult => ({
  kind: "challenge",
  response: { statusCode: 200, headers: { "x-hook-secret": told }, body: "" },
});

function receiveEvent(request: WebhookRequest, link: string, hook: string): ReceiverResult {
  requireContentType(request, "json");
  const body = decodeBodyText(request);
  parseJsonObject(body);
  const headers = { [signatureHeader]: request.headers[signatureHeader] ?? "", [hookHeader]: hook };
  return { kind: "event", id: undefined, headers, body, link };
}
