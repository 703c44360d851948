// Shopify signs the callback, because it names the shop whose code it carries.
import type { CallbackCheck } from "../../oauth/definition.ts";
import { computeHmac, isSameMac } from "../../webhooks/signature.ts";

/** What Shopify's own library allows (github.com/Shopify/shopify-app-js, hmac-validator.ts). */
const maxSkewSeconds = 90;

/**
 * Whether Shopify sent the browser back, from the shop of this flow, and just now
 * (shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant, "Verify the installation
 * request").
 */
export function isGenuineCallback(query: URLSearchParams, { clientSecret, params, now }: CallbackCheck): boolean {
  const names = [...query.keys()];
  const timestamp = query.get("timestamp") ?? "";
  if (new Set(names).size < names.length || !/^\d{1,12}$/.test(timestamp)) return false;
  const isRecent = Math.abs(now - Number(timestamp)) <= maxSkewSeconds;
  const given = Buffer.from(query.get("hmac") ?? "", "utf8");
  const right = Buffer.from(computeHmac(clientSecret, serializeSigned(query)).toString("hex"));
  return isSameMac(given, right) && isRecent && query.get("shop") === params.shop;
}

/**
 * The text that is signed: all parameters but the signature, sorted by name. Shopify's library writes a space as `%20` and
 * everything else as `URLSearchParams` does, so a padded `host` ends in `%3D`.
 */
function serializeSigned(query: URLSearchParams): string {
  const signed = [...query].filter(([name]) => name !== "hmac" && name !== "signature");
  signed.sort(([a], [b]) => (a < b ? -1 : 1));
  return new URLSearchParams(signed).toString().replaceAll("+", "%20");
}
