// POST /admin/api/<version>/graphql.json, executed by graphql-js (spec.graphql.org).
import { randomInt } from "node:crypto";
import { GraphQLError, graphql } from "graphql";
import * as z from "zod";
import { type Answer, type Exchange, jsonAnswer, tryParseJson } from "../exchange.ts";
import { findCustomers } from "./customer-search.ts";
import { schema } from "./schema.ts";
import type { Customer, Shop, WebhookSubscription } from "./shops.ts";

const request = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).optional() });

export interface GraphqlContext {
  readonly shop: Shop;
  readonly scopes: readonly string[];
}

export async function answerGraphql(context: GraphqlContext, exchange: Exchange): Promise<Answer> {
  if (!exchange.headers["content-type"]?.includes("application/json")) return { status: 415 };
  const read = request.safeParse(tryParseJson(exchange.body));
  if (!read.success) return jsonAnswer({ errors: { query: "Required parameter missing or invalid" } }, 400);
  const { query: source, variables: variableValues } = read.data;
  const answer = await graphql({ schema, source, rootValue: createRoot(context), variableValues });
  return jsonAnswer(answer);
}

const toGid = (type: string, id: number) => `gid://shopify/${type}/${id}`;
const readGid = (gid: string) => Number(gid.split("/").at(-1));

function createRoot({ shop, scopes }: GraphqlContext) {
  const requireScope = (scope: string) => {
    if (scopes.includes(scope)) return;
    throw new GraphQLError(`Access denied. Required access: \`${scope}\` access scope.`, {
      extensions: { code: "ACCESS_DENIED" },
    });
  };
  return {
    shop: { id: toGid("Shop", shop.id), name: shop.host.split(".", 1)[0], myshopifyDomain: shop.host },
    customer({ id }: { id: string }) {
      requireScope("read_customers");
      const found = shop.customers.get(readGid(id));
      return found && toCustomer(found);
    },
    customers({ first = 10, query = "" }: { first?: number; query?: string }) {
      requireScope("read_customers");
      return { nodes: findCustomers(shop, query).slice(0, first).map(toCustomer) };
    },
    customerUpdate({ input }: { input: { id: string; note?: string } }) {
      requireScope("write_customers");
      const found = shop.customers.get(readGid(input.id));
      if (!found) return refuse(["id"], "Customer does not exist");
      found.note = input.note ?? found.note;
      found.updatedAt = new Date().toISOString();
      return { customer: toCustomer(found), userErrors: [] };
    },
    ...createWebhookRoot(shop, () => requireScope("read_customers")),
  };
}

function createWebhookRoot(shop: Shop, requireTopicScope: () => void) {
  const { subscriptions } = shop;
  const show = ({ id, ...one }: WebhookSubscription) => ({ id: toGid("WebhookSubscription", id), ...one });
  return {
    webhookSubscription({ id }: { id: string }) {
      const found = subscriptions.get(readGid(id));
      return found && show(found);
    },
    webhookSubscriptions: ({ uri, topics }: { uri?: string; topics?: readonly string[] }) => ({
      nodes: [...subscriptions.values()]
        .filter((one) => (uri ?? one.uri) === one.uri && (topics?.includes(one.topic) ?? true))
        .map(show),
    }),
    webhookSubscriptionCreate({ topic, webhookSubscription: { uri = "", includeFields = [] } }: CreateWebhook) {
      requireTopicScope();
      const isTaken = [...subscriptions.values()].some((one) => one.topic === topic && one.uri === uri);
      if (isTaken)
        return refuse(["webhookSubscription", "callbackUrl"], "Address for this topic has already been taken");
      const created = { id: randomInt(1_000_000), topic, uri, includeFields };
      subscriptions.set(created.id, created);
      return { webhookSubscription: show(created), userErrors: [] };
    },
    webhookSubscriptionDelete: ({ id }: { id: string }) =>
      subscriptions.delete(readGid(id))
        ? { deletedWebhookSubscriptionId: id, userErrors: [] }
        : refuse(["id"], "Webhook subscription does not exist"),
  };
}

interface CreateWebhook {
  readonly topic: string;
  readonly webhookSubscription: { readonly uri?: string; readonly includeFields?: readonly string[] };
}

const refuse = (field: readonly string[], message: string) => ({ userErrors: [{ field, message }] });

const toCustomer = ({ id, firstName, lastName, email, phone, company, address, city, country, ...rest }: Customer) => ({
  ...rest,
  id: toGid("Customer", id),
  firstName,
  lastName,
  displayName: `${firstName} ${lastName}`,
  defaultEmailAddress: { emailAddress: email },
  defaultPhoneNumber: phone === null ? null : { phoneNumber: phone },
  defaultAddress: { company, formatted: [address, city, country] },
});
