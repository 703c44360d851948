// The Shopify sandbox: one server for all shops, each below its host's name.
import { answerConsent, type ConsentScreen } from "../consent.ts";
import type { Answer, Exchange } from "../exchange.ts";
import { createToken } from "../grants.ts";
import { createState, type Provider, type State, sandboxClient } from "../state.ts";
import { answerGraphql } from "./graphql.ts";
import { pushEvent } from "./push.ts";
import { createShops, type Shops } from "./shops.ts";
import { signCallback } from "./signed-request.ts";
import { answerToken } from "./token.ts";

/** A code is for one minute (RFC 6749 section 4.1.2 allows ten). */
const codeLifetimeSeconds = 60;

const paths = /^\/([a-z0-9][a-z0-9-]*\.myshopify\.com)\/admin\/(.*)$/;

export async function createShopify(origin: string): Promise<Provider> {
  const state = createState(codeLifetimeSeconds);
  const shops = createShops();
  return {
    name: "shopify",
    state,
    controls: { push: (body) => pushEvent({ state, shops, origin }, body), shops: () => shops.list() },
    async answer(exchange) {
      const [, shop, path] = paths.exec(exchange.path) ?? [];
      return shop === undefined || path === undefined
        ? { status: 404 }
        : answerShop({ state, shops, shop, path }, exchange);
    },
    reseed: async () => shops.clear(),
    async close() {},
  };
}

interface ShopRequest {
  readonly state: State;
  readonly shops: Shops;
  /** Its host. */
  readonly shop: string;
  /** Below `/admin/`. */
  readonly path: string;
}

async function answerShop({ state, shops, shop, path }: ShopRequest, exchange: Exchange): Promise<Answer> {
  const { method } = exchange;
  if (path === "oauth/authorize") return answerConsent(createScreen(state, shop), exchange);
  if (method === "POST" && path === "oauth/access_token") return answerToken(state, shop, exchange);
  const { tokenState, grant } = state.grants.checkToken(String(exchange.headers["x-shopify-access-token"] ?? ""));
  if (tokenState !== "valid" || grant?.account !== shop) return refuseToken();
  if (method === "DELETE" && path === "api_permissions/current.json") {
    state.grants.revoke(({ account }) => account === shop);
    shops.get(shop).subscriptions.clear();
    return { status: 200 };
  }
  if (method !== "POST" || !/^api\/\d{4}-\d\d\/graphql\.json$/.test(path)) return { status: 404 };
  return answerGraphql({ shop: shops.get(shop), scopes: grant.scopes }, exchange);
}

/** The people of a shop are its staff, and whoever consents does so for the shop. */
const createScreen = (state: State, shop: string): ConsentScreen => ({
  title: "Shopify sandbox",
  clientId: sandboxClient("shopify").id,
  accounts: [{ name: shop, label: shop }],
  state,
  issueCode: async () => createToken(""),
  callbackExtras: () => ({
    host: Buffer.from(`admin.shopify.com/store/${shop.split(".", 1)[0]}`).toString("base64"),
    shop,
    timestamp: String(Math.floor(Date.now() / 1000)),
  }),
  signCallback,
});

const refuseToken = (): Answer => ({
  status: 401,
  headers: { "content-type": "application/json; charset=utf-8" },
  body: JSON.stringify({ errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" }),
});
