// The shops of the sandbox: any name is a shop, and every shop begins with the same customers.
import { createHash } from "node:crypto";

export interface Customer {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** In E.164, as Shopify stores them. */
  readonly phone: string | null;
  readonly company: string | null;
  readonly address: string;
  readonly city: string;
  readonly country: string;
  readonly tags: readonly string[];
  note: string | null;
  updatedAt: string;
}

export interface WebhookSubscription {
  readonly id: number;
  /** `CUSTOMERS_UPDATE` */
  readonly topic: string;
  readonly uri: string;
  readonly includeFields: readonly string[];
}

export interface Shop {
  readonly host: string;
  readonly id: number;
  readonly customers: Map<number, Customer>;
  readonly subscriptions: Map<number, WebhookSubscription>;
}

export type Shops = ReturnType<typeof createShops>;

// biome-ignore format: a table is read by its columns
const seed = [
  [7_001, "Grace",  "Hopper",   "grace@example.com",  "+14155550123", "Compilers Inc.", ["vip", "newsletter"]],
  [7_002, "Edsger", "Dijkstra", "edsger@example.com", "+31201234567", null,             []],
  [7_003, "Zoë",    "D'Arcy",   "zoe@example.com",    "+14695555555", null,             ["o'brien"]],
  [7_004, "Alan",   "Turing",   "alan@example.com",   null,           null,             []],
] as const;

const createCustomers = () =>
  seed.map(([id, firstName, lastName, email, phone, company, tags]): [number, Customer] => [
    id,
    // biome-ignore format: one customer
    { id, firstName, lastName, email, phone, company, tags, address: "1 Main St", city: "Springfield", country: "US", note: null, updatedAt: new Date().toISOString() },
  ]);

/** The number that a shop has whatever happened before. */
const toShopId = (host: string): number => createHash("sha256").update(host).digest().readUIntBE(0, 5);

export function createShops() {
  const shops = new Map<string, Shop>();
  return {
    get(host: string): Shop {
      const found = shops.get(host) ?? {
        host,
        id: toShopId(host),
        customers: new Map(createCustomers()),
        subscriptions: new Map<number, WebhookSubscription>(),
      };
      shops.set(host, found);
      return found;
    },
    /** For the control API. */
    list: () =>
      [...shops.values()].map(({ customers, subscriptions, ...shop }) => ({
        ...shop,
        customers: [...customers.values()],
        subscriptions: [...subscriptions.values()],
      })),
    clear: () => shops.clear(),
  };
}
