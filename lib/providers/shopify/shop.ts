/** A shop's permanent name (shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant). */
const shopHost = /^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/;

export const isShop = (host: string): boolean => shopHost.test(host);

/** The host of a shop that is named by it, or by its first part: `acme` is `acme.myshopify.com`. Undefined for any other host. */
export function parseShop(name: string): string | undefined {
  const host = name.toLowerCase();
  const full = host.includes(".") ? host : `${host}.myshopify.com`;
  return isShop(full) && URL.parse(`https://${full}`)?.host === full ? full : undefined;
}

/** The first part of a shop's host, as its owner knows it. */
export const toShopName = (host: string): string => host.split(".", 1)[0] ?? host;
