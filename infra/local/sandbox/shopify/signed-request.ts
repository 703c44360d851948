// What Shopify signs: callbacks, in hexadecimal over their parameters, and webhooks, in Base64 over their body.
import { createHmac, randomUUID } from "node:crypto";
import { isSuccess, type RetryRules, type SignedRequest } from "../push/deliver.ts";
import { sandboxClient, sandboxSecret } from "../state.ts";

export const forgeries = ["signature", "unsigned", "topic", "shop"] as const;
type Forgery = (typeof forgeries)[number];

/** Signs the parameters of a callback, sorted, each value as `URLSearchParams` writes it and a space as `%20`. */
export function signCallback(parameters: URLSearchParams): void {
  const sorted = new URLSearchParams([...parameters].sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = sorted.toString().replaceAll("+", "%20");
  parameters.set("hmac", createHmac("sha256", sandboxClient("shopify").secret).update(text).digest("hex"));
}

/** Eight attempts within four hours, each of five seconds (shopify.dev/docs/apps/build/webhooks/troubleshooting-webhooks). */
const retryRules: RetryRules = {
  delaysSeconds: [60, 300, 600, 1200, 1800, 3600, 3600, 3600],
  timeoutMs: 5000,
  accepted: isSuccess,
  shouldRetry: () => true,
};

export interface ShopifyEvent {
  /** `customers/update` */
  readonly topic: string;
  readonly shop: string;
  readonly body: object;
  readonly url: string;
  readonly forge: Forgery | undefined;
}

/** The topic and the shop are in headers that nothing signs. */
export function signShopifyEvent({ topic, shop, body, url, forge }: ShopifyEvent): SignedRequest {
  const text = JSON.stringify(body);
  const secret = forge === "signature" ? "another secret" : sandboxSecret("SHOPIFY_CLIENT_SECRET");
  const signature = { "x-shopify-hmac-sha256": createHmac("sha256", secret).update(text).digest("base64") };
  const headers = {
    "content-type": "application/json",
    "x-shopify-topic": forge === "topic" ? "shop/redact" : topic,
    "x-shopify-shop-domain": forge === "shop" ? "another.myshopify.com" : shop,
    "x-shopify-api-version": "2026-10",
    "x-shopify-webhook-id": randomUUID(),
    "x-shopify-event-id": randomUUID(),
    "x-shopify-triggered-at": new Date().toISOString(),
    ...(forge === "unsigned" ? {} : signature),
  };
  return { event: topic, url, body: text, headers: () => headers, rules: retryRules };
}
