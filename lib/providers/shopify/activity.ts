import * as z from "zod";
import type { Provider } from "../../oauth/definition.ts";
import type { ProviderCallContext } from "../../provider-client/data-endpoint.ts";
import { clearCache } from "../../store/cache.ts";
import { forEachAccount } from "../../webhooks/for-each-account.ts";
import { type Activity, recordActivity } from "../../webhooks/record-activity.ts";
import type { EventContext } from "../../webhooks/webhook-source.ts";
import { askShopify } from "./api.ts";
import type { CustomerChange } from "./events/body.ts";
import { toShopName } from "./shop.ts";

/** How the keys of a customer's activities begin. */
export const toCustomerKey = (id: string): string => `customer#${id}#`;

const customerQuery = "query Customer($id: ID!) { customer(id: $id) { displayName updatedAt } }";
const customerAnswer = () =>
  z.object({
    customer: z.object({ displayName: z.string().nullish(), updatedAt: z.string().nullish() }).nullable(),
  });

/**
 * Ends what is kept of the shop's customers and tells the connection's owner. The event says only which customer it is; the shop is
 * asked what they are called, and whether they are still there. @throws DeliveryError `ignored` if it is not connected
 */
export const handleCustomerChange = (provider: Provider, context: EventContext, event: CustomerChange): Promise<void> =>
  forEachAccount(provider, context, async (account) => {
    const { connection } = account;
    await clearCache(connection, connection.id);
    await recordActivity(context, connection, await describeChange(account, event, context.occurredAt));
  });

async function describeChange(account: ProviderCallContext, event: CustomerChange, at: number): Promise<Activity> {
  const { customer } = await askShopify(
    account,
    { query: customerQuery, variables: { id: event.admin_graphql_api_id } },
    customerAnswer(),
  );
  const id = event.admin_graphql_api_id.split("/").at(-1) ?? "";
  const change = customer === null ? "deleted" : (event.updated_at ?? customer.updatedAt ?? String(at));
  const shop = toShopName(account.connection.params.shop ?? "");
  return {
    key: `${toCustomerKey(id)}${change}`,
    kind: "contact",
    category: "event",
    heading: customer === null ? "A customer was deleted" : `${customer.displayName ?? "A customer"} was changed`,
    // It reports a change and asks for nothing.
    reads: "issue",
    text: "",
    people: [],
    source: { url: `https://admin.shopify.com/store/${shop}/customers/${id}`, id },
    at: new Date(at * 1000),
    mentionsOwner: false,
  };
}
