import * as z from "zod";
import { ProviderError } from "../../http/provider-error.ts";
import { defineProvider, type RevokeContext } from "../../oauth/definition.ts";
import { fetchFromShopify } from "./api.ts";
import { isGenuineCallback } from "./callback.ts";
import { displayName } from "./manifest.ts";
import { parseShop, toShopName } from "./shop.ts";
import { standardizeToken } from "./token-answer.ts";

const tokenHeader = "x-shopify-access-token";

const shopQuery = "query Shop { shop { id name myshopifyDomain } }";
const shopAnswer = () =>
  z.object({
    shop: z.object({
      id: z.string().regex(/^gid:\/\/shopify\/Shop\/\d{1,20}$/),
      name: z.string().nullish(),
      myshopifyDomain: z.string(),
    }),
  });

/**
 * shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant, and …/offline-access-tokens for
 * tokens that expire: 60 minutes, with a refresh token of 90 days that is exchanged for another at each use. Public apps must use
 * them. There is no PKCE; the callback is signed instead. An account is a shop: the app is installed in it once, so all its
 * connections share one grant, and revoking it removes the app.
 */
export const shopify = defineProvider({
  id: "shopify",
  displayName,
  description: "Find the customer behind a call, keep notes of calls, hear of new and changed customers.",
  category: "commerce",
  endpoints: {
    authorize: "https://{shop}/admin/oauth/authorize",
    token: "https://{shop}/admin/oauth/access_token",
    revoke: "https://{shop}/admin/api_permissions/current.json",
    api: "https://{shop}/admin/api/2026-10",
  },
  scopes: ["read_customers", "write_customers"],
  essentialScopes: ["read_customers"],
  scopeSeparator: ",",
  pkce: false,
  clientAuth: "body",
  tokenHeader,
  tokenParameters: { expiring: "1" },
  params: ["shop"],
  parseParam: (_name, value) => parseShop(value),
  verifyCallback: isGenuineCallback,
  rotatesRefreshTokens: true,
  renewAfterDays: 30,
  sharedGrant: { group: "shopify", tokenSets: ["default"] },
  errors: {
    inactive_refresh_token: "reconnect",
    application_cannot_be_found: "config",
    app_not_installed: "reconnect",
    shop_not_permitted: "permanent",
  },
  token: () => z.object({}),
  standardize: standardizeToken,
  async account(_token, { fetch, endpoints: { api }, params }) {
    const { shop } = await fetchFromShopify({ fetch, api }, { query: shopQuery }, shopAnswer());
    if (shop.myshopifyDomain !== params.shop) throw new ProviderError({ kind: "permanent", code: "another_shop" });
    return {
      id: shop.id.split("/").at(-1) ?? "",
      name: shop.name ?? toShopName(shop.myshopifyDomain),
      username: params.shop,
    };
  },
  revoke: async (context) => uninstall(context),
  acceptsToken: async (fetch, { api }) => {
    const response = await fetch(`${api}/graphql.json`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: shopQuery }),
    });
    if (response.status === 401) return false;
    if (!response.ok) throw new ProviderError({ kind: "transient", code: `http_${response.status}` });
    return true;
  },
});

/** shopify.dev/docs/apps/build/authentication-authorization/app-installation/uninstall-app-api-request */
async function uninstall({ endpoints, accessToken, fetch }: RevokeContext) {
  const headers = { accept: "application/json", [tokenHeader]: accessToken };
  const answer = await fetch(endpoints.revoke ?? "", { method: "DELETE", headers });
  if (answer.ok) return "revoked";
  if (answer.status === 401 || answer.status === 404) return "dead";
  throw new ProviderError({ kind: "transient", code: "revoke_failed" });
}
