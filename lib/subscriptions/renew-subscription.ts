// Opens, renews or checks one claimed subscription.
import { Problem } from "../errors.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import { isOffered } from "../oauth/client.ts";
import { readSubscriptionSecrets } from "../store/secrets.ts";
import type { Subscription } from "../store/subscription.ts";
import { settleSubscription } from "../store/subscription-changes.ts";
import { toKeyId } from "../webhooks/subscription-token.ts";
import { stopOrphan } from "./close-subscription.ts";
import { catchProblem, type SubscriptionContext, withProvider } from "./context.ts";
import { refusedPauseSeconds } from "./schedule.ts";
import type { CheckResult, OpenedSubscription, ProviderAccess } from "./source.ts";
import { applyActive, applyFailure, applyOpened, disconnectedFields, hasEnded } from "./transitions.ts";

/** Opens a subscription whose row was just written. @returns the updated one; undefined when another Lambda claimed it meanwhile */
export async function openNew(
  context: SubscriptionContext,
  subscription: Subscription,
): Promise<Subscription | undefined> {
  return settleOpening(context, subscription, await catchProblem(() => openRemote(context, subscription, false)));
}

/** Renews a subscription, or checks one that does not expire. @param isForced recreate it in any case */
export async function renewSubscription(
  context: SubscriptionContext,
  claimed: Subscription,
  isForced: boolean,
): Promise<Subscription | undefined> {
  const subscription = await markIfLapsed(context, claimed);
  if (subscription === undefined) return undefined;
  const isAlive = subscription.remoteId !== undefined && subscription.kid === (await readCurrentKeyId(subscription));
  if (context.source.check === undefined || isForced || !isAlive) {
    return settleOpening(context, subscription, await catchProblem(() => openRemote(context, subscription, true)));
  }
  return checkSubscription(context, subscription);
}

/** Id of the current signing secret. A subscription that was signed with an older one is recreated before that one is removed. */
async function readCurrentKeyId({ kid }: Subscription): Promise<string | undefined> {
  const [current] = kid === undefined ? [] : await readSubscriptionSecrets();
  return current === undefined ? kid : toKeyId(current);
}

/** Marks and counts a subscription that expired before it was renewed. One that was paused without a due time is not counted. */
async function markIfLapsed(
  context: SubscriptionContext,
  subscription: Subscription,
): Promise<Subscription | undefined> {
  if (subscription.status !== "active" || subscription.due === undefined || !hasEnded(subscription, context.now()))
    return subscription;
  await countLapse(context, subscription);
  return settleSubscription(subscription, { status: "lapsed" });
}

/** For an alarm, unless the operator has taken the provider away: then it is to be expected, and opened again later. */
async function countLapse(context: SubscriptionContext, { provider }: Subscription): Promise<void> {
  if (await isOffered(context.provider)) count("ChannelLapsed", { provider });
}

interface OpenResult {
  readonly opened: OpenedSubscription;
  /** The access it was opened with: the connection and its token may be gone when it must be stopped again. */
  readonly access: ProviderAccess;
}

/** Opens a subscription at the provider without changing its row. @throws Problem */
export async function openRemote(
  context: SubscriptionContext,
  subscription: Subscription,
  isRepeated: boolean,
): Promise<OpenResult> {
  const secrets = await readSubscriptionSecrets();
  if (secrets.length === 0) throw new Problem("not_configured", { detail: "The secret of push channels is missing." });
  return withProvider(context, async (access) => {
    const { source } = context;
    if (source.replaces === "before" && subscription.remoteId !== undefined) await source.stop(access, subscription);
    return { opened: await source.open({ ...access, secrets, isRepeated }, subscription), access };
  });
}

/** Stores the result of opening. If another Lambda claimed the row meanwhile, the subscription is stopped again. */
export async function settleOpening(
  context: SubscriptionContext,
  subscription: Subscription,
  opening: OpenResult | Problem,
) {
  if (opening instanceof Problem) return settleFailure(context, subscription, opening);
  const { source } = context;
  const { opened, access } = opening;
  const settled = await settleSubscription(
    subscription,
    applyOpened(subscription, opened, context.now(), source.checkIntervalSeconds),
  );
  if (settled === undefined) await stopOrphan(context, access, { ...subscription, ...opened });
  else if (source.replaces === "after" && subscription.remoteId !== undefined)
    await stopReplaced(context, subscription);
  count("ChannelOpened", { provider: subscription.provider });
  return settled;
}

/** Best effort: the old one expires by itself, and until then duplicate events are ignored. */
async function stopReplaced(context: SubscriptionContext, old: Subscription): Promise<void> {
  const outcome = await catchProblem(() => withProvider(context, (access) => context.source.stop(access, old)));
  if (outcome instanceof Problem) count("ChannelStopFailed", { provider: old.provider });
}

async function checkSubscription(
  context: SubscriptionContext,
  claimed: Subscription,
): Promise<Subscription | undefined> {
  let subscription: Subscription | undefined = claimed;
  const outcome = await catchProblem(() =>
    withProvider(context, async (access): Promise<CheckResult> => {
      const check = context.source.check?.(access, claimed, async (sweep) => {
        subscription = subscription && (await settleSubscription(subscription, { sweep }));
        return subscription !== undefined;
      });
      return (await check) ?? "gone";
    }),
  );
  if (subscription === undefined) return undefined;
  if (outcome instanceof Problem) return settleFailure(context, subscription, outcome);
  if (outcome === "gone") {
    count("ChannelGone", { provider: subscription.provider });
    const gone = subscription;
    return settleOpening(context, gone, await catchProblem(() => openRemote(context, gone, true)));
  }
  const dueAt = context.now() + (context.source.checkIntervalSeconds ?? refusedPauseSeconds);
  return settleSubscription(subscription, {
    ...applyActive(subscription, dueAt, outcome.error),
    ...(outcome.sweep ? { sweep: outcome.sweep } : {}),
  });
}

async function settleFailure(
  context: SubscriptionContext,
  subscription: Subscription,
  problem: Problem,
): Promise<Subscription | undefined> {
  if (problem.code === "reconnect_required") return settleSubscription(subscription, disconnectedFields);
  const change = applyFailure(subscription, problem, context.now());
  count("ChannelFailed", { provider: subscription.provider, code: problem.code });
  log.warn("a channel could not be kept", {
    provider: subscription.provider,
    code: problem.code,
    status: change.status,
  });
  if (change.status === "lapsed" && subscription.status !== "lapsed") await countLapse(context, subscription);
  return settleSubscription(subscription, change);
}
