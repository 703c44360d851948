import "../../http/lambda-environment.ts";
import { describe, expect, test } from "vitest";
import { shopify } from "../../../lib/providers/shopify/definition.ts";
import { shopifyEvents } from "../../../lib/providers/shopify/events.ts";
import { createDelivery, getDedupeKeys } from "../../webhooks/support/payloads.ts";

const source = shopifyEvents(shopify);
const link = "L".repeat(22);
const shop = { shop_id: 954_889, shop_domain: "acme.myshopify.com" };
const customer = { id: 7001 };

/** A genuine body of each topic, as the receiver leaves it. */
const bodies = {
  "app/uninstalled": { id: 954_889, myshopify_domain: "acme.myshopify.com" },
  "shop/redact": shop,
  "customers/redact": { ...shop, customer, orders_to_redact: [] },
  "customers/data_request": { ...shop, customer, orders_requested: [], data_request: { id: 5 } },
  "customers/update": {
    id: 7001,
    admin_graphql_api_id: "gid://shopify/Customer/7001",
    updated_at: "2026-11-28T06:00:00Z",
  },
} as const;
type Name = keyof typeof bodies;
const names = Object.keys(bodies) as Name[];

const read = (topic: string, content: unknown, over: object = { link }) =>
  source.read(createDelivery(content, { headers: { "x-shopify-topic": topic }, ...over }));

test.each(names)(
  "%s with its own body is for the shop that the body names, or the connection of its address",
  (name) => {
    const route = name === "customers/update" ? link : "954889";
    expect(read(name, bodies[name])).toMatchObject({ kind: name, eventRoutes: [route], work: expect.any(Function) });
  },
);

describe.each(names)("the signed body of %s under another topic", (name) => {
  test.each(names.filter((other) => other !== name))("%s is ignored", (other) => {
    expect(read(other, bodies[name])).toEqual({ kind: other, ignored: "mismatch" });
  });
});

test("the three topics of a customer have alike bodies, and mean the same: Shopify is asked what became of the customer", () => {
  const keys = ["customers/create", "customers/update", "customers/delete"].map((topic) =>
    getDedupeKeys(read(topic, bodies["customers/update"])),
  );
  expect(new Set(keys.flat()).size).toBe(1);
});

test("a customer's event at the app's own address is for nobody: its body names no shop", () => {
  expect(read("customers/update", bodies["customers/update"], {})).toEqual({
    kind: "customers/update",
    ignored: "mismatch",
  });
});

test.each(["products/create", "", "CUSTOMERS/UPDATE", "constructor", "__proto__", "a/".repeat(100)])(
  "the topic %j is counted, and not read",
  (topic) => {
    expect(read(topic, bodies["shop/redact"])).toMatchObject({ ignored: "unknown" });
  },
);

test.each([
  ["a shop of another domain", { ...shop, shop_domain: "acme.example.com" }],
  ["no shop", { shop_domain: shop.shop_domain }],
  ["a text as its id", { ...shop, shop_id: "954889; --" }],
  ["a negative id", { ...shop, shop_id: -1 }],
])("a redaction with %s is ignored", (_, content) => {
  expect(read("shop/redact", content)).toMatchObject({ ignored: "mismatch" });
});

test("an uninstall that is sent again within its minute is one, and another day's is another", () => {
  const at = (receivedAt: number) => getDedupeKeys(read("app/uninstalled", bodies["app/uninstalled"], { receivedAt }));
  expect([at(1_800_000_059), at(1_800_086_400)].map((keys) => keys[0] === at(1_800_000_000)[0])).toEqual([true, false]);
});

test("the same change at two connections of a shop is two events", () => {
  const of = (one: string) => getDedupeKeys(read("customers/update", bodies["customers/update"], { link: one }));
  expect(of("A".repeat(22))).not.toEqual(of("B".repeat(22)));
});
