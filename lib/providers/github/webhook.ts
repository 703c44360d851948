import { refused } from "../../http/refused.ts";
import { acknowledged, type Receiver, type WebhookRequest } from "../../http/webhook-endpoint.ts";
import { channelSecrets, webhookSecrets } from "../../webhooks/active-secrets.ts";
import { bodyText, contentType, headersFor, jsonObject, malformed } from "../../webhooks/body.ts";
import { linkSecret } from "../../webhooks/channel-token.ts";
import { isSigned, signedHeader } from "../../webhooks/signature.ts";

type Link = string | undefined;

/** docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
export const githubWebhook: Receiver<Link> = {
  provider: "github",
  async verify(request) {
    const { link, secrets } = await signers(request);
    const [, signature = ""] = signedHeader(request, "x-hub-signature-256", /^sha256=([0-9a-f]{64})$/);
    if (!isSigned(Buffer.from(signature, "hex"), secrets, request.body)) throw refused("unauthenticated", "signature");
    return link;
  },
  read(request, link) {
    const body = content(request);
    jsonObject(body);
    // These are not signed: whoever replays a body may choose them, so the worker also knows an event by its body.
    const [name] = unsignedHeader(request, "x-github-event", /^[a-z_]{1,64}$/);
    const [id] = unsignedHeader(request, "x-github-delivery", /^[\w-]{1,64}$/);
    if (name === "ping") return { kind: "ping", settled: acknowledged };
    const headers = headersFor(
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

/** The app's own hook has the operator's secret; a hook of a linked repository has one derived from the link in its address. */
async function signers({ query }: WebhookRequest): Promise<{ secrets: string[]; link: Link }> {
  if (query.link === undefined) return { secrets: await webhookSecrets("github"), link: undefined };
  const secrets = await channelSecrets("github");
  const [, kid, ref] = /^([\w-]{8})\.([\w-]{22})$/.exec(query.link) ?? [];
  if (kid === undefined || ref === undefined) throw refused("unauthenticated", "token");
  const secret = linkSecret(secrets, "github", kid, ref);
  if (secret === undefined) throw refused("not_configured", "unknown_key");
  return { secrets: [secret], link: ref };
}

/** The JSON, which is the whole body or one field of a form. */
function content(request: WebhookRequest): string {
  const text = bodyText(request);
  if (contentType(request, "json", "form") === "json") return text;
  return new URLSearchParams(text).get("payload") ?? "";
}

function unsignedHeader({ headers }: WebhookRequest, name: string, pattern: RegExp): RegExpExecArray {
  const found = pattern.exec(headers[name] ?? "");
  if (found === null) throw malformed();
  return found;
}
