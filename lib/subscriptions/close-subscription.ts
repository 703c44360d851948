// Stopping a channel at the provider, and forgetting it.
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

/** Attempts to stop a channel that has no end of its own before it is given up. */
const maxAttempts = 6;
const transientCodes: ReadonlySet<Problem["code"]> = new Set(["provider_unavailable", "rate_limited"]);

/** Whether it may be different in a moment, without anybody changing anything. */
export const isTransient = ({ code }: Problem): boolean => transientCodes.has(code);

/** Stops a claimed channel and removes it. One that cannot be stopped now is tried again, but not for ever. */
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

/** Stops a channel at the provider, unless another connection lives on it. @returns why it did not work */
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

/** Stops what was opened for a row that somebody else has taken or removed meanwhile. */
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

/** Somebody may have opened the shared channel between the question and the stop: it is opened again for them. */
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
