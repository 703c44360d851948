// shopify.dev/docs/api/webhooks and …/docs/apps/build/compliance/privacy-law-compliance
import type { EventExample, WebhookExamples } from "../../webhooks/webhook-examples.ts";
import { bodies, type Topic } from "./events/body.ts";

const shop = { shop_id: 954_889, shop_domain: "acme.myshopify.com" };
const customer = { id: 7_001, email: "grace@example.com", phone: "+14155550123" };
const resource = { id: 7_001, admin_graphql_api_id: "gid://shopify/Customer/7001", updated_at: "2026-11-28T06:00:00Z" };

const describeEvent = (name: Topic, about: string, body: object): EventExample => ({
  name,
  about,
  schema: bodies[name](),
  body,
  headers: { "X-Shopify-Topic": name },
});

export const webhookExamples: WebhookExamples = {
  headers: [
    {
      name: "X-Shopify-Hmac-Sha256",
      about: "The HMAC-SHA256 of the body under the app's client secret, in Base64. It covers the body alone.",
      required: true,
      example: `${"A".repeat(43)}=`,
    },
    {
      name: "X-Shopify-Topic",
      about: "The event's name. It is not signed: a body that does not fit it is ignored.",
      example: "customers/update",
    },
    {
      name: "X-Shopify-Webhook-Id",
      about: "Shopify's id of the delivery.",
      example: "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
    },
  ],
  query: [
    {
      name: "token",
      about: "Our token in the address of a shop's own webhooks: whose connection they are for.",
      example: "AAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA.fake",
    },
  ],
  events: [
    describeEvent("customers/create", "A customer is new.", resource),
    describeEvent("customers/update", "A customer was changed.", resource),
    describeEvent("customers/delete", "A customer was deleted.", {
      id: resource.id,
      admin_graphql_api_id: resource.admin_graphql_api_id,
    }),
    describeEvent(
      "app/uninstalled",
      "A shop removed the app. Shopify is asked whether that is so before its connections end.",
      {
        id: shop.shop_id,
        name: "Acme",
        myshopify_domain: shop.shop_domain,
      },
    ),
    describeEvent(
      "shop/redact",
      "48 hours after that: what is kept of the shop is deleted, unless it is connected again.",
      shop,
    ),
    describeEvent("customers/redact", "What is kept of a customer is deleted.", {
      ...shop,
      customer,
      orders_to_redact: [],
    }),
    describeEvent(
      "customers/data_request",
      "What is kept of a customer is exported, for an administrator of the stage.",
      {
        ...shop,
        customer,
        orders_requested: [],
        data_request: { id: 9_999 },
      },
    ),
  ],
};
