// POST /_sandbox/push of Shopify: makes something happen in a shop and delivers its webhooks.
import { z } from "zod";
import { createRefusal } from "../../command-refusal.ts";
import { deliverAll } from "../push/deliver.ts";
import { type Delivery, markUnheard } from "../push/deliveries.ts";
import { getReceiverOrigin, pushFields } from "../push/request.ts";
import type { State } from "../state.ts";
import type { Customer, Shop, Shops } from "./shops.ts";
import { forgeries, signShopifyEvent } from "./signed-request.ts";
import { appTopics, topics } from "./topics.ts";

const pushSchema = z.strictObject({
  ...pushFields,
  event: z.enum(topics),
  /** The shop's name or host. */
  shop: z.string().default("acme"),
  /** The customer's id. */
  customer: z.int().default(7_001),
  /** A customer's new note. */
  text: z.string().default("Something from the sandbox"),
  /** The event is old: the app stays installed. */
  stale: z.boolean().default(false),
  forge: z.enum(forgeries).optional(),
  payload: z.record(z.string(), z.unknown()).default({}),
});
type PushRequest = z.output<typeof pushSchema>;

export interface PushContext {
  readonly state: State;
  readonly shops: Shops;
  readonly origin: string;
}

export async function pushEvent({ state, shops, origin }: PushContext, asked: unknown): Promise<readonly Delivery[]> {
  const request = pushSchema.parse(asked);
  const shop = shops.get(request.shop.includes(".") ? request.shop : `${request.shop}.myshopify.com`);
  const customer = requireCustomer(shop, request.customer);
  const appUrl = `${getReceiverOrigin(state, "shopify", origin)}/api/integrations/shopify/webhook`;
  const urls = isAppTopic(request.event) ? [appUrl] : listAddresses(shop, request.event);
  const body = { ...createBody(shop, customer, request), ...request.payload };
  if (request.event === "app/uninstalled" && !request.stale) uninstall(state, shop);
  const send = (url: string) =>
    deliverAll(
      state,
      signShopifyEvent({ topic: request.event, shop: shop.host, body, forge: request.forge, url: request.url ?? url }),
      request,
    );
  const sent = (await Promise.all((urls.length > 0 ? urls : [appUrl]).map(send))).flat();
  return urls.length > 0 ? sent : markUnheard(sent);
}

const isAppTopic = (topic: string) => appTopics.some((one) => one === topic);

const listAddresses = ({ subscriptions }: Shop, topic: string): string[] =>
  [...subscriptions.values()]
    .filter((one) => one.topic === topic.toUpperCase().replace("/", "_"))
    .map(({ uri }) => uri);

function uninstall({ grants }: State, { host, subscriptions }: Shop): void {
  grants.revoke(({ account }) => account === host);
  subscriptions.clear();
}

function requireCustomer(shop: Shop, id: number): Customer {
  const found = shop.customers.get(id);
  if (!found) throw createRefusal(`There is no customer ${id}; there are ${[...shop.customers.keys()].join(", ")}`);
  return found;
}

function createBody(shop: Shop, customer: Customer, { event, text }: PushRequest): object {
  const { id, email, phone } = customer;
  const privacy = { shop_id: shop.id, shop_domain: shop.host };
  switch (event) {
    case "app/uninstalled":
      return {
        id: shop.id,
        name: shop.host.split(".", 1)[0],
        domain: shop.host,
        myshopify_domain: shop.host,
        email: "owner@example.com",
      };
    case "shop/redact":
      return privacy;
    case "customers/redact":
      return { ...privacy, customer: { id, email, phone }, orders_to_redact: [] };
    case "customers/data_request":
      return { ...privacy, orders_requested: [], customer: { id, email, phone }, data_request: { id: Date.now() } };
    case "customers/delete":
      shop.customers.delete(id);
      return { id, admin_graphql_api_id: `gid://shopify/Customer/${id}` };
    default:
      customer.note = text;
      customer.updatedAt = new Date().toISOString();
      return describeCustomer(customer);
  }
}

/** The resource of the REST API, which webhooks carry: shopify.dev/docs/api/webhooks?reference=toml#list-of-topics-customers/update */
const describeCustomer = ({ id, firstName, lastName, email, phone, note, updatedAt, tags }: Customer) => ({
  id,
  admin_graphql_api_id: `gid://shopify/Customer/${id}`,
  first_name: firstName,
  last_name: lastName,
  email,
  phone,
  note,
  tags: tags.join(", "),
  created_at: "2026-01-01T00:00:00Z",
  updated_at: updatedAt,
});
