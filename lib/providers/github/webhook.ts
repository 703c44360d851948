import { rejectWebhook } from "../../http/reject-webhook.ts";
import { acknowledgedResponse, type Receiver, type WebhookRequest } from "../../http/webhook-endpoint.ts";
import {
  decodeBodyText,
  parseJsonObject,
  pickHeaders,
  rejectMalformed,
  requireContentType,
} from "../../webhooks/body.ts";
import { requireSubscriptionSecrets, requireWebhookSecrets } from "../../webhooks/require-secrets.ts";
import { hasValidSignature, requireHeader } from "../../webhooks/signature.ts";
import { deriveLinkSecret } from "../../webhooks/subscription-token.ts";
import { eventNamePattern } from "./event-name.ts";

type Link = string | undefined;

/** docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
export const githubWebhook: Receiver<Link> = {
  provider: "github",
  async verify(request) {
    const { link, secrets } = await findSigningSecrets(request);
    const [, signature = ""] = requireHeader(request, "x-hub-signature-256", /^sha256=([0-9a-f]{64})$/);
    if (!hasValidSignature(Buffer.from(signature, "hex"), secrets, request.body))
      throw rejectWebhook("unauthenticated", "signature");
    return link;
  },
  read(request, link) {
    const body = readJsonText(request);
    parseJsonObject(body);
    // These headers are not signed: a replay may change them, so the worker deduplicates by the body.
    const [name] = readUnsignedHeader(request, "x-github-event", eventNamePattern);
    const [id] = readUnsignedHeader(request, "x-github-delivery", /^[\w-]{1,64}$/);
    if (name === "ping") return { kind: "ping", response: acknowledgedResponse };
    const headers = pickHeaders(
      request,
      "x-github-event",
      "x-github-delivery",
      "x-github-hook-id",
      "x-github-hook-installation-target-type",
      "x-github-hook-installation-target-id",
    );
    return { kind: "event", id, headers, body, ...(link === undefined ? {} : { link }) };
  },
};

/** The app's own hook uses the operator's secret; a linked repository's hook uses one derived from the link in its URL. */
async function findSigningSecrets({ query }: WebhookRequest): Promise<{ secrets: string[]; link: Link }> {
  if (query.link === undefined) return { secrets: await requireWebhookSecrets("github"), link: undefined };
  const secrets = await requireSubscriptionSecrets("github");
  const [, kid, ref] = /^([\w-]{8})\.([\w-]{22})$/.exec(query.link) ?? [];
  if (kid === undefined || ref === undefined) throw rejectWebhook("unauthenticated", "token");
  const secret = deriveLinkSecret(secrets, "github", kid, ref);
  if (secret === undefined) throw rejectWebhook("not_configured", "unknown_key");
  return { secrets: [secret], link: ref };
}

/** The JSON text: the whole body, or one field of a form. */
function readJsonText(request: WebhookRequest): string {
  const text = decodeBodyText(request);
  if (requireContentType(request, "json", "form") === "json") return text;
  return new URLSearchParams(text).get("payload") ?? "";
}

function readUnsignedHeader({ headers }: WebhookRequest, name: string, pattern: RegExp): RegExpExecArray {
  const found = pattern.exec(headers[name] ?? "");
  if (found === null) throw rejectMalformed();
  return found;
}
