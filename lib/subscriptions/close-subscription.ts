// Stops a subscription at the provider and deletes its row.
import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";
import { listConnectionsOnGrant } from "../store/shared-grants.ts";
import type { Subscription } from "../store/subscription.ts";
import { removeSubscription, settleSubscription } from "../store/subscription-changes.ts";
import { readSubscription, readSubscriptions } from "../store/subscriptions.ts";
import { catchProblem, type SubscriptionContext, withProvider } from "./context.ts";
import { dueFieldsAt, getPause } from "./schedule.ts";
import type { ProviderAccess } from "./source.ts";
import { disconnectedFields, hasEnded } from "./transitions.ts";

/** After this many attempts the row is deleted although the subscription could not be stopped. */
const maxAttempts = 6;
const transientCodes: ReadonlySet<Problem["code"]> = new Set(["provider_unavailable", "rate_limited"]);

/** Whether a retry may succeed without a change by the user or the operator. */
export const isTransient = ({ code }: Problem): boolean => transientCodes.has(code);

/** Stops a claimed subscription and removes it. Transient failures are retried, `maxAttempts` times or until it expires. */
export async function closeSubscription(context: SubscriptionContext, claimed: Subscription): Promise<void> {
  const problem = await stopRemote(context, claimed);
  if (problem?.code === "reconnect_required") {
    await settleSubscription(claimed, disconnectedFields);
    return;
  }
  const failures = claimed.failures + 1;
  if (problem !== undefined && isTransient(problem) && failures < maxAttempts && !hasEnded(claimed, context.now())) {
    const dueAt = context.now() + getPause(failures, problem.retryAfter);
    const change = { failures, stopping: true, error: problem.message };
    await settleSubscription(claimed, { ...change, ...dueFieldsAt(claimed.connection, dueAt) });
    return;
  }
  await removeSubscription(claimed);
}

/** Stops a subscription at the provider, unless another connection uses it. @returns the problem if it failed */
export async function stopRemote(
  context: SubscriptionContext,
  subscription: Subscription,
): Promise<Problem | undefined> {
  const outcome = await catchProblem(async () => {
    if (await isNeededByOthers(context)) return;
    await withProvider(context, (access) => stopUnlessNeeded(context, access, subscription));
  });
  if (outcome instanceof Problem) count("ChannelStopFailed", { provider: subscription.provider });
  return outcome instanceof Problem ? outcome : undefined;
}

/** Stops a subscription that was opened for a row which another Lambda claimed or removed meanwhile. */
export async function stopOrphan(
  context: SubscriptionContext,
  access: ProviderAccess,
  orphan: Subscription,
): Promise<void> {
  const { connection, source } = context;
  if (source.isShared === true && (await readSubscription(connection, orphan.name)) !== undefined) return;
  if (await isNeededByOthers(context)) return;
  await source.stop(access, orphan).catch(() => count("ChannelStopFailed", { provider: orphan.provider }));
}

/** Another connection may open the shared subscription between the check and the stop: then it is opened again. */
async function stopUnlessNeeded(
  context: SubscriptionContext,
  access: ProviderAccess,
  subscription: Subscription,
): Promise<void> {
  const { source } = context;
  await source.stop(access, subscription);
  if (await isNeededByOthers(context)) await source.open({ ...access, secrets: [], isRepeated: true }, subscription);
}

async function isNeededByOthers({ connection, source }: SubscriptionContext): Promise<boolean> {
  if (source.isShared !== true || connection.shareGroup === undefined) return false;
  const siblings = await listConnectionsOnGrant(connection.shareGroup, connection.accountId);
  const others = siblings.filter(({ provider, id }) => provider === connection.provider && id !== connection.id);
  const theirs = await Promise.all(others.map((other) => readSubscriptions(other)));
  return theirs.flat().some(({ status }) => status === "active" || status === "pending");
}
