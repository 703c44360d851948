import { refused } from "../../http/refused.ts";
import { acknowledged, type Receiver, type WebhookRequest } from "../../http/webhook-endpoint.ts";
import { channelSecrets, webhookSecrets } from "../../webhooks/active-secrets.ts";
import { bodyText, contentType, jsonIn, jsonObject, textOf, withoutMembers } from "../../webhooks/body.ts";
import { checkChannelToken, looksLikeToken } from "../../webhooks/channel-token.ts";
import { isSameText, isSigned, signedHeader } from "../../webhooks/signature.ts";

type Link = string | undefined;

/** Figma takes no longer passcodes. */
const longestPasscode = 100;

/**
 * developers.figma.com/docs/rest-api/webhooks-security: Figma signs nothing, the passcode in the body is the proof.
 * 400 stops a hook for good, so it is answered only to a passcode that is wrong for certain.
 */
export const figmaWebhook: Receiver<Link> = {
  provider: "figma",
  async verify(request) {
    if (request.headers["x-figma-signature"] !== undefined) return verifySignature(request);
    const passcode = textOf(jsonIn(request) ?? {}, "passcode", longestPasscode);
    if (passcode === undefined) throw refused("unauthenticated", "token");
    return looksLikeToken(passcode) ? ownPasscode(passcode) : operatorsPasscode(passcode);
  },
  read(request, link) {
    contentType(request, "json");
    const event = jsonObject(bodyText(request));
    if (event.event_type === "PING") return { kind: "ping", settled: acknowledged };
    return {
      kind: "event",
      id: undefined,
      headers: {},
      body: withoutMembers(event, "passcode"),
      ...(link === undefined ? {} : { link }),
    };
  },
};

/** For senders in between, which can sign: HMAC of the raw body under the operator's secret. */
async function verifySignature(request: WebhookRequest): Promise<undefined> {
  const secrets = await webhookSecrets("figma");
  const [signature] = signedHeader(request, "x-figma-signature", /^[0-9a-f]{64}$/);
  if (!isSigned(Buffer.from(signature, "hex"), secrets, request.body)) throw refused("unauthenticated", "signature");
}

/** A passcode that we chose names the connection its hook was created for. */
async function ownPasscode(passcode: string): Promise<Link> {
  const checked = checkChannelToken(await channelSecrets("figma"), passcode, { provider: "figma" });
  if (checked.outcome === "good") return checked.ref;
  throw checked.outcome === "bad" ? refused("invalid_request", "token") : refused("not_configured", "unknown_key");
}

/** Hooks registered by hand carry the operator's secret itself. */
async function operatorsPasscode(passcode: string): Promise<undefined> {
  const secrets = await webhookSecrets("figma");
  if (!secrets.map((secret) => isSameText(passcode, secret)).includes(true)) throw refused("invalid_request", "token");
}
