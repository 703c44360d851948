// What an event is about, by its body alone: its topic and its shop are in headers that nothing signs.
import * as z from "zod";
import { isShop } from "../shop.ts";

const id = () => z.number().int().positive().max(Number.MAX_SAFE_INTEGER).transform(String);
const shop = () => z.string().refine(isShop);
const idOnly = () => z.object({ id: id() });
const absent = () => z.never().optional();

const about = { shop_id: id(), shop_domain: shop() };

/** shopify.dev/docs/apps/build/compliance/privacy-law-compliance: what a merchant or their customer may ask for. */
const dataRequest = () =>
  z.object({ ...about, customer: idOnly(), data_request: idOnly(), orders_to_redact: absent() });
const customerRedact = () =>
  z.object({ ...about, customer: idOnly(), orders_to_redact: z.array(z.unknown()), data_request: absent() });
const shopRedact = () =>
  z.object({
    ...about,
    customer: absent(),
    data_request: absent(),
    orders_to_redact: absent(),
    orders_requested: absent(),
  });

/** The app's own shop, as an event about it carries it. */
const appUninstall = () => z.object({ id: id(), myshopify_domain: shop(), shop_id: absent() });

/** A customer, created, changed or deleted: which of them only Shopify knows, since their bodies are alike. */
const customerChange = () =>
  z.object({
    admin_graphql_api_id: z.string().regex(/^gid:\/\/shopify\/Customer\/\d{1,20}$/),
    updated_at: z.string().max(40).nullish(),
  });

export type CustomerChange = z.output<ReturnType<typeof customerChange>>;

/** The bodies by the topics that they fit. */
export const bodies = {
  "customers/data_request": dataRequest,
  "customers/redact": customerRedact,
  "shop/redact": shopRedact,
  "app/uninstalled": appUninstall,
  "customers/create": customerChange,
  "customers/update": customerChange,
  "customers/delete": customerChange,
} as const;

export type Topic = keyof typeof bodies;

export const isTopic = (name: string): name is Topic => Object.hasOwn(bodies, name);
