import { expect, test } from "vitest";
import { computeTokenMac, toKeyId } from "../../support/signing.ts";
import {
  clioEvent,
  ref,
  shopify,
  shopifyEvent,
  shopifyLink,
  shopifyLinkEvent,
} from "../../webhooks/support/genuine-requests.ts";
import { deliverTo, startReceiverStage, takeLog } from "../../webhooks/support/receiver-stage.ts";

const stage = await startReceiverStage();

const customer = {
  id: 7001,
  admin_graphql_api_id: "gid://shopify/Customer/7001",
  first_name: "Grace",
  email: "grace@example.com",
  default_address: { address1: "1 Main St" },
  updated_at: "2026-11-28T06:00:00Z",
};

test("queues what the worker needs, and nothing about the customer", async () => {
  expect(await deliverTo(shopify, shopifyEvent(customer))).toMatchObject({ statusCode: 200, body: '{"ok":true}' });
  const [queued] = stage.listQueued();
  expect(queued).toMatchObject({
    provider: "shopify",
    kind: "event",
    headers: { "x-shopify-topic": "customers/update" },
  });
  expect(JSON.parse(String(queued?.body))).toEqual({
    id: 7001,
    admin_graphql_api_id: "gid://shopify/Customer/7001",
    updated_at: "2026-11-28T06:00:00Z",
  });
  expect(JSON.stringify(queued)).not.toMatch(/grace|Main St/i);
});

test("queues a request for privacy by its ids alone", async () => {
  const shop = { shop_id: 9, shop_domain: "acme.myshopify.com" };
  const person = { id: 7001, email: "grace@example.com", phone: "+14155550123" };
  const body = { ...shop, customer: person, orders_requested: [299], data_request: { id: 5 } };
  await deliverTo(shopify, shopifyEvent(body, "customers/data_request"));
  expect(JSON.parse(String(stage.listQueued()[0]?.body))).toEqual({
    ...shop,
    customer: { id: 7001 },
    orders_requested: [],
    data_request: { id: 5 },
  });
});

test("names the connection whose own webhook it is", async () => {
  expect((await deliverTo(shopify, shopifyLinkEvent())).statusCode).toBe(200);
  expect(stage.listQueued()[0]).toMatchObject({ link: ref });
});

test.each([
  ["of another connection", shopifyLink.token.replace(ref, "conn-1111111111111-ref")],
  [
    "of another provider",
    `${toKeyId("fake-channel-secret")}.${ref}.${computeTokenMac("fake-channel-secret", "figma", ref)}`,
  ],
  ["that is empty", ""],
  ["twice", `${shopifyLink.token},${shopifyLink.token}`],
])("refuses a token %s, however well the body is signed", async (_, token) => {
  expect((await deliverTo(shopify, { ...shopifyEvent(), query: { token } })).statusCode).toBe(401);
  expect(stage.listQueued()).toEqual([]);
});

test("answers 503 to a token under a key that it does not hold", async () => {
  const token = `${toKeyId("a-secret-of-long-ago")}.${ref}.${computeTokenMac("a-secret-of-long-ago", "shopify", ref)}`;
  expect((await deliverTo(shopify, { ...shopifyEvent(), query: { token } })).statusCode).toBe(503);
  expect(takeLog()).toContain('"reason":"unknown_key"');
});

test("a good token does not replace the signature", async () => {
  const { headers, body = "" } = shopifyEvent(customer, "customers/update", "another secret");
  expect((await deliverTo(shopify, { headers, body, query: shopifyLink })).statusCode).toBe(401);
});

test.each(["", "A", `${"A".repeat(43)}`, "0".repeat(64), `${"A".repeat(43)}=,${"A".repeat(43)}=`])(
  "refuses the signature %j",
  async (signature) => {
    const { headers, body = "" } = shopifyEvent();
    const forged = { ...headers, "x-shopify-hmac-sha256": signature };
    expect((await deliverTo(shopify, { headers: forged, body })).statusCode).toBe(401);
  },
);

test("takes a signed body whatever its unsigned headers say, and leaves them to the worker", async () => {
  const { headers, body = "" } = shopifyEvent(customer);
  const moved = { ...headers, "x-shopify-topic": "shop/redact", "x-shopify-shop-domain": "evil.myshopify.com" };
  expect((await deliverTo(shopify, { headers: moved, body })).statusCode).toBe(200);
  expect(stage.listQueued()[0]?.headers).toEqual({ "x-shopify-topic": "shop/redact" });
});

test.each(["{", "", "[]", "null"])("answers 400 to the signed body %j", async (body) => {
  expect((await deliverTo(shopify, shopifyEvent(body))).statusCode).toBe(400);
});

test("answers 415 to a signed body of another type", async () => {
  const { headers, body = "" } = shopifyEvent();
  expect((await deliverTo(shopify, { headers: { ...headers, "content-type": "text/plain" }, body })).statusCode).toBe(
    415,
  );
});

test("is not fooled by an event of another provider", async () => {
  expect((await deliverTo(shopify, clioEvent())).statusCode).toBe(401);
});
