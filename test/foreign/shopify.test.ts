// Shopify's own library accepts what we and the sandbox sign, and begins a flow as we do.
import { expect, test } from "vitest";
import { signShopifyEvent } from "../../infra/local/sandbox/shopify/signed-request.ts";
import { isGenuineCallback } from "../../lib/providers/shopify/callback.ts";
import { parseShop } from "../../lib/providers/shopify/shop.ts";
import { redirectUri, useProvider } from "../infra/local/sandbox/provider.ts";
import { loadJudge } from "./support/load-judge.ts";

interface Shopify {
  readonly utils: {
    validateHmac(query: object): Promise<boolean>;
    sanitizeShop(shop: string): string | null;
  };
  readonly webhooks: { validate(request: object): Promise<{ readonly valid: boolean; readonly topic?: string }> };
  readonly auth: { begin(request: object): Promise<Response> };
}

loadJudge("@shopify/shopify-api/adapters/web-api");
const { shopifyApi } = loadJudge<{ shopifyApi(options: object): Shopify }>("@shopify/shopify-api");
const library = shopifyApi({
  ...{
    apiKey: "sandbox-shopify-client",
    apiSecretKey: "sandbox-shopify-secret",
    apiVersion: "2026-10",
    isEmbeddedApp: false,
  },
  ...{ scopes: ["read_customers", "write_customers"], hostName: "localhost:6600", hostScheme: "http" },
  logger: { log: () => undefined },
});
const shopify = useProvider("shopify");
const shop = "acme.myshopify.com";

const consent = () =>
  shopify.consent(`/${shop}/admin/oauth/authorize`, { scope: "read_customers,write_customers", state: "a b+c/d" });
const check = { clientSecret: "sandbox-shopify-secret", params: { shop }, now: Math.floor(Date.now() / 1000) };

test("accepts the signature of the sandbox's callback, as we do, and neither takes a changed one", async () => {
  const { searchParams: query } = await consent();
  expect(query.get("host")).toMatch(/=$/);
  expect([isGenuineCallback(query, check), await library.utils.validateHmac(Object.fromEntries(query))]).toEqual([
    true,
    true,
  ]);
  query.set("shop", "globex.myshopify.com");
  expect(isGenuineCallback(query, { ...check, params: { shop: "globex.myshopify.com" } })).toBe(false);
  expect(await library.utils.validateHmac(Object.fromEntries(query))).toBe(false);
});

test.each([
  ["", undefined, true],
  ["the signature", "signature", false],
  ["no signature", "unsigned", false],
] as const)("validates a webhook of the sandbox with forged %s", async (_, forge, valid) => {
  const body = { id: 1, admin_graphql_api_id: "gid://shopify/Customer/1", note: "é ✓" };
  const url = "https://patchbay.example/api/integrations/shopify/webhook";
  const { headers, body: rawBody } = signShopifyEvent({ topic: "customers/update", shop, body, url, forge });
  const rawRequest = new Request(url, { method: "POST", headers: await headers(0, undefined) });
  expect(await library.webhooks.validate({ rawBody, rawRequest })).toMatchObject({ valid });
});

test("begins a flow at the address, and with the parameters, that we begin it with", async () => {
  const answer = await library.auth.begin({
    ...{ shop, callbackPath: new URL(redirectUri).pathname, isOnline: false },
    rawRequest: new Request("http://localhost:6600/auth"),
  });
  const url = new URL(answer.headers.get("location") ?? "");
  expect(url.origin + url.pathname).toBe(`https://${shop}/admin/oauth/authorize`);
  const known = ["client_id", "scope", "redirect_uri", "state", "grant_options[]"];
  expect([...url.searchParams.keys()].filter((name) => !known.includes(name))).toEqual([]);
});

test.each([
  shop,
  "a-1.myshopify.com",
  "-a.myshopify.com",
  "acme.myshopify.com.evil.example",
  "evil.example/acme.myshopify.com",
  "acme.myshopify.com:8080",
  "user@acme.myshopify.com",
  "acme.myshopify.com.",
  "acme.shopify.com",
  "https://acme.myshopify.com",
])("takes no shop that the library refuses: %s", (name) => {
  if (parseShop(name) !== undefined) expect(library.utils.sanitizeShop(name)).toBe(name);
  else expect(name).not.toBe(shop);
});
