// Opens and stops subscriptions until a connection has those that its settings want.
import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Dependencies } from "../connections/dependencies.ts";
import { withDeadline } from "../http/fetch-deadline.ts";
import type { Provider } from "../oauth/definition.ts";
import type { Connection } from "../store/connection.ts";
import { readConnection } from "../store/connections.ts";
import { readStoredSettings } from "../store/settings.ts";
import type { Subscription } from "../store/subscription.ts";
import { addSubscriptions } from "../store/subscription-changes.ts";
import { claimSubscription, pauseSubscription, readSubscriptions } from "../store/subscriptions.ts";
import { parseConnectionKey } from "../store/table.ts";
import { closeSubscription } from "./close-subscription.ts";
import type { SubscriptionContext } from "./context.ts";
import { diffSubscriptions } from "./diff-subscriptions.ts";
import { openNew, renewSubscription } from "./renew-subscription.ts";
import { claimSeconds, dueFieldsAt } from "./schedule.ts";
import type { SubscriptionSource, WantedSubscription } from "./source.ts";

/** The key of a connection's row, and the name of a subscription to recreate. */
export const reconcileMessageSchema = z.object({ pk: z.string(), sk: z.string(), recreate: z.string().optional() });

/** After this no further subscription is started: what is still due follows in the next run. */
const workTimeoutMs = 35_000;
/** For all calls to the provider together. */
const providerTimeoutMs = 48_000;
/** Each round sees what changed during the previous one: settings, or the work of another Lambda. */
const maxRounds = 6;

/**
 * Opens, renews, checks and stops subscriptions until there is nothing left to do. Idempotent, and safe to run concurrently.
 * @throws Error when the store fails: the message is retried
 */
export async function reconcileSubscriptions(
  { pk, sk, recreate }: z.output<typeof reconcileMessageSchema>,
  getSource: (provider: string) => SubscriptionSource | undefined,
  getProvider: (id: string) => Provider,
  dependencies: Dependencies,
): Promise<void> {
  const at = parseConnectionKey(pk, sk);
  const source = getSource(at.provider);
  if (source === undefined) return;
  const provider = getProvider(at.provider);
  const fetch = withDeadline(providerTimeoutMs, dependencies.fetch);
  const end = performance.now() + workTimeoutMs;
  for (let count = 0; count < maxRounds && performance.now() < end; count++) {
    const connection = await readConnection(at);
    if (connection === undefined) return;
    const context = { ...dependencies, fetch, provider, source, connection };
    if (!(await runRound(context, end, count === 0 ? recreate : undefined))) return;
  }
}

/** @returns whether anything was done: then there may be more to do */
async function runRound(context: SubscriptionContext, end: number, recreate: string | undefined): Promise<boolean> {
  const { connection, source } = context;
  const subscriptions = await readSubscriptions(connection);
  if (connection.status !== "active") {
    await Promise.all(subscriptions.filter(({ due }) => due !== undefined).map(pauseSubscription));
    return false;
  }
  const plan = diffSubscriptions(await listWanted(connection, source), subscriptions, context.now(), recreate);
  if (plan.open.length > 0) await openAll(context, plan.open);
  for (const subscription of [...plan.stop, ...plan.renew]) {
    if (performance.now() >= end) return false;
    const claimed = await claimSubscription(subscription, context.now() + claimSeconds);
    if (claimed === undefined) continue;
    if (plan.stop.includes(subscription)) await closeSubscription(context, claimed);
    else await renewSubscription(context, claimed, subscription.name === recreate);
  }
  return plan.open.length + plan.stop.length + plan.renew.length > 0;
}

async function listWanted(connection: Connection, { wanted, provider }: SubscriptionSource) {
  if (wanted === "chosen") return wanted;
  const { preferences, calendarChoice } = await readStoredSettings(connection, provider);
  return preferences.webhookEnabled ? wanted(connection, preferences, calendarChoice) : [];
}

/** Writes the rows first: the Lambda that wrote them opens the subscriptions, others wait until they are due. */
async function openAll(context: SubscriptionContext, wanted: readonly WantedSubscription[]): Promise<void> {
  const added = wanted.map((one) => createSubscriptionRow(context.connection, one, context.now()));
  if (!(await addSubscriptions(context.connection, added))) return;
  for (const subscription of added) await openNew(context, subscription);
}

/** The row of a subscription that the caller is about to open. */
export function createSubscriptionRow(
  { id, tenant, user, provider }: Connection,
  wanted: WantedSubscription,
  now: number,
): Subscription {
  return {
    tenant,
    user,
    provider,
    connection: id,
    ...wanted,
    status: "pending",
    failures: 0,
    createdAt: now,
    version: randomUUID(),
    ...dueFieldsAt(id, now + claimSeconds),
  };
}
