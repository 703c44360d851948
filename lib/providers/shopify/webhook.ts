import { rejectWebhook } from "../../http/reject-webhook.ts";
import type { Receiver, WebhookRequest } from "../../http/webhook-endpoint.ts";
import {
  decodeBodyText,
  isObject,
  type JsonObject,
  parseJsonObject,
  pickHeaders,
  requireContentType,
} from "../../webhooks/body.ts";
import { requireSubscriptionSecrets, requireWebhookSecrets } from "../../webhooks/require-secrets.ts";
import { hasValidSignature, requireHeader } from "../../webhooks/signature.ts";
import { checkSubscriptionToken } from "../../webhooks/subscription-token.ts";

type Link = string | undefined;

/**
 * shopify.dev/docs/apps/build/webhooks/subscribe/https: the body is signed with the app's client secret, and nothing else is. An
 * address that we gave a shop's own subscription has our token, which says whose it is: the body of a customer's event names no shop.
 */
export const shopifyWebhook: Receiver<Link> = {
  provider: "shopify",
  async verify(request) {
    const secrets = await requireWebhookSecrets("shopify");
    const [signature] = requireHeader(request, "x-shopify-hmac-sha256", /^[A-Za-z0-9+/]{43}=$/);
    if (!hasValidSignature(Buffer.from(signature, "base64"), secrets, request.body))
      throw rejectWebhook("unauthenticated", "signature");
    return verifyLink(request);
  },
  read(request, link) {
    requireContentType(request, "json");
    const body = JSON.stringify(pickFields(parseJsonObject(decodeBodyText(request))));
    const [id] = /^[\w-]{1,64}$/.exec(request.headers["x-shopify-webhook-id"] ?? "") ?? [];
    const headers = pickHeaders(request, "x-shopify-topic");
    return { kind: "event", id, headers, body, ...(link === undefined ? {} : { link }) };
  },
};

async function verifyLink({ query: { token } }: WebhookRequest): Promise<Link> {
  if (token === undefined) return undefined;
  const checked = checkSubscriptionToken(await requireSubscriptionSecrets("shopify"), token, { provider: "shopify" });
  if (checked.outcome === "good") return checked.ref;
  throw checked.outcome === "bad"
    ? rejectWebhook("unauthenticated", "token")
    : rejectWebhook("not_configured", "unknown_key");
}

const fields = ["id", "admin_graphql_api_id", "updated_at", "myshopify_domain", "shop_id", "shop_domain"];
/** Members of which the id is enough, and lists that tell by being there which event it is. */
const idFields = ["customer", "data_request"];
const listFields = ["orders_to_redact", "orders_requested"];

/** What the worker reads. Names, addresses and orders are left out, so that nothing of a customer is queued or kept in the log. */
function pickFields(event: JsonObject): JsonObject {
  const pick = (names: readonly string[], read: (value: unknown) => unknown) =>
    names.flatMap((name) => (Object.hasOwn(event, name) ? [[name, read(event[name])]] : []));
  return Object.fromEntries([
    ...pick(fields, readScalar),
    ...pick(idFields, (value) => (isObject(value) ? { id: readScalar(value.id) } : null)),
    ...pick(listFields, () => []),
  ]);
}

const readScalar = (value: unknown) =>
  typeof value === "number" || (typeof value === "string" && value.length <= 300) ? value : null;
