// A shop's webhooks about its customers: shopify.dev/docs/api/admin-graphql/latest/mutations/webhookSubscriptionCreate. Those about
// the app itself are set where it is registered.
import * as z from "zod";
import { config } from "../../config.ts";
import { ProviderError } from "../../http/provider-error.ts";
import type { Subscription } from "../../store/subscription.ts";
import type { OpenAccess, OpenedSubscription, ProviderAccess, SubscriptionSource } from "../../subscriptions/source.ts";
import { signSubscriptionToken, toKeyId } from "../../webhooks/subscription-token.ts";
import { askShopify } from "./api.ts";

const topics = ["CUSTOMERS_CREATE", "CUSTOMERS_UPDATE", "CUSTOMERS_DELETE"] as const;

/** Webhooks do not expire, but Shopify removes one whose deliveries failed for four hours. */
const checkIntervalSeconds = 86_400;

/** What the worker needs of a customer. */
const includeFields = ["id", "admin_graphql_api_id", "updated_at"];

export const shopifySubscription: SubscriptionSource<(typeof topics)[number]> = {
  provider: "shopify",
  checkIntervalSeconds,
  replaces: "before",
  wanted: () => topics.map((topic) => ({ name: topic.toLowerCase(), kind: topic })),
  open: createWebhook,
  stop: deleteWebhook,
  async check(access, { remoteId }) {
    const query = "query Webhook($id: ID!) { webhookSubscription(id: $id) { id } }";
    const request = { query, variables: { id: remoteId } };
    const found = await askShopify(access, request, z.object({ webhookSubscription: z.unknown() }));
    return found.webhookSubscription === null ? "gone" : {};
  },
};

const createMutation = `mutation Create($topic: WebhookSubscriptionTopic!, $webhook: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhook) { webhookSubscription { id } userErrors { message } }
}`;
const createAnswer = () =>
  z.object({ webhookSubscriptionCreate: z.object({ webhookSubscription: z.object({ id: z.string() }).nullable() }) });

async function createWebhook(access: OpenAccess, subscription: Subscription): Promise<OpenedSubscription> {
  const { kind: topic, connection } = subscription;
  const kid = toKeyId(access.secrets[0] ?? "");
  const webhook = { uri: buildAddress(access.secrets, connection), includeFields };
  if (access.isRepeated) await deleteEarlier(access, topic, webhook.uri);
  const request = { query: createMutation, variables: { topic, webhook } };
  const { webhookSubscriptionCreate: answer } = await askShopify(access, request, createAnswer());
  if (answer.webhookSubscription === null) throw new ProviderError({ kind: "permanent", code: "webhook_refused" });
  return { remoteId: answer.webhookSubscription.id, kid };
}

/** Our token says whose connection an event is for. */
function buildAddress(secrets: readonly string[], connection: string): string {
  const url = new URL(`${config("PUBLIC_BASE_URL").PUBLIC_BASE_URL}/api/integrations/shopify/webhook`);
  url.searchParams.set("token", signSubscriptionToken(secrets, { provider: "shopify", ref: connection }));
  return url.href;
}

const listQuery = `query Earlier($topics: [WebhookSubscriptionTopic!], $uri: String) {
  webhookSubscriptions(first: 10, topics: $topics, uri: $uri) { nodes { id } }
}`;
const listAnswer = () => z.object({ webhookSubscriptions: z.object({ nodes: z.array(z.object({ id: z.string() })) }) });

/** Deletes one of an earlier attempt whose answer was lost: Shopify takes each address once for a topic. */
async function deleteEarlier(access: ProviderAccess, topic: string, uri: string): Promise<void> {
  const request = { query: listQuery, variables: { topics: [topic], uri } };
  const { webhookSubscriptions } = await askShopify(access, request, listAnswer());
  for (const { id } of webhookSubscriptions.nodes) await deleteWebhook(access, { remoteId: id });
}

const deleteMutation =
  "mutation Delete($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { message } } }";

/** One that is gone is a user error, which needs nothing. */
async function deleteWebhook(access: ProviderAccess, { remoteId: id }: Pick<Subscription, "remoteId">): Promise<void> {
  if (id !== undefined) await askShopify(access, { query: deleteMutation, variables: { id } }, z.unknown());
}
