// What privacy laws ask for: shopify.dev/docs/apps/build/compliance/privacy-law-compliance. We keep activities about a customer and
// answers of the shop; both are sealed or belong to the connection's owner.
import { settleInBatches } from "../../../concurrency.ts";
import { disconnect } from "../../../connections/disconnect.ts";
import { endConnection } from "../../../connections/end-connection.ts";
import type { Provider } from "../../../oauth/definition.ts";
import { listActivitiesAbout, removeActivitiesAbout } from "../../../store/activities-about.ts";
import { clearCache } from "../../../store/cache.ts";
import { forgetKeptCustomers } from "../../../store/connectors.ts";
import { deleteDataExports } from "../../../store/data-exports.ts";
import type { EventRecipient } from "../../../store/event-routes.ts";
import { keepDataExport } from "../../../webhooks/data-export.ts";
import type { EventContext } from "../../../webhooks/webhook-source.ts";
import { toCustomerKey } from "../activity.ts";

interface CustomerRequest {
  readonly shop_id: string;
  readonly shop_domain: string;
  readonly customer: { readonly id: string };
}

const provider = "shopify";
const maxConcurrency = 5;

/** Deletes what is kept of a customer, in every connection of the shop. */
export async function forgetCustomer(context: EventContext, { shop_id, customer }: CustomerRequest): Promise<void> {
  await settleInBatches(context.recipients, maxConcurrency, async (routed) => {
    await removeActivitiesAbout(routed, toCustomerKey(customer.id), context.occurredAt);
    await clearCache(routed, routed.id);
  });
  await forgetKeptCustomers(context.recipients.map(({ tenant }) => tenant));
  await deleteDataExports(provider, shop_id, customer.id);
}

/** Keeps an export of what is kept of a customer, for an administrator of the stage, who passes it on to the merchant. */
export async function exportCustomer(
  context: EventContext,
  {
    shop_id,
    shop_domain,
    customer,
    data_request,
  }: CustomerRequest & { readonly data_request: { readonly id: string } },
): Promise<void> {
  const found = await Promise.all(
    context.recipients.map((routed) => listActivitiesAbout(routed, toCustomerKey(customer.id))),
  );
  const row = {
    provider,
    id: `${shop_id}-${data_request.id}`,
    account: shop_id,
    subject: customer.id,
    requestedAt: context.occurredAt,
  };
  const facts = { shop: shop_domain, customer: customer.id, request: data_request.id };
  await keepDataExport(context.vault, row, { ...facts, parts: found.flat().toReversed() });
}

/**
 * Deletes what is kept of a shop, 48 hours after it removed the app: what is older than the event, and only while the shop is not
 * connected again. Shopify is asked first, since the event may be a replay.
 */
export async function forgetShop(asked: Provider, context: EventContext, shop: string): Promise<void> {
  const check = { provider: asked, actor: { actor: "webhook" }, dependencies: context, answers: new Map() };
  const forgetOne = async (routed: EventRecipient): Promise<boolean> => {
    await endConnection(routed, { at: context.occurredAt }, check);
    const connection = await context.readConnection(routed);
    if (connection === undefined) return true;
    if (connection.status === "active" || connection.connectedAt > context.occurredAt) return false;
    const { tenant, user, id: account } = routed;
    await forgetKeptCustomers([tenant]);
    await disconnect({ tenant, user }, { provider, account, keepActivity: false, keepGrant: true }, check.actor);
    return true;
  };
  const forgotten: boolean[] = [];
  await settleInBatches(context.recipients, maxConcurrency, async (routed) => forgotten.push(await forgetOne(routed)));
  if (forgotten.every(Boolean)) await deleteDataExports(provider, shop);
}
