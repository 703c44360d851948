// Subscriptions that a user creates and removes one by one, unlike those that settings want.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../errors.ts";
import { retry } from "../retry.ts";
import { readConnection } from "../store/connections.ts";
import type { Subscription } from "../store/subscription.ts";
import { addSubscriptions, removeSubscription } from "../store/subscription-changes.ts";
import { claimSubscription, readSubscription, readSubscriptions, updateSubscription } from "../store/subscriptions.ts";
import { isTransient, stopRemote } from "./close-subscription.ts";
import { catchProblem, type SubscriptionContext } from "./context.ts";
import { createSubscriptionRow } from "./reconcile.ts";
import { openRemote, settleOpening } from "./renew-subscription.ts";
import { claimSeconds } from "./schedule.ts";

/** What a user subscribes to. An existing subscription is found by its kind and target. */
export interface SubscriptionRequest {
  /** The only kind that users choose one by one. */
  readonly kind: "repository";
  readonly target: string;
  readonly events: readonly string[];
  /** Replaces that of an existing subscription; without one it keeps its own. */
  readonly projectId?: Subscription["projectId"];
}

/** Per connection: disconnecting removes them all in one transaction of at most 100 writes, two writes each. */
const maxSubscriptions = 40;
/** Retry when a row changed meanwhile. */
const retryOnConflict = { maxAttempts: 5, isRetryableResult: (outcome: unknown) => outcome === undefined };

/**
 * Opens a subscription, or returns the existing one.
 * @throws Problem conflict beyond the limit, or while another request works on it; the provider's error
 */
export async function subscribe(
  context: SubscriptionContext,
  choice: SubscriptionRequest,
): Promise<{ channel: Subscription; isNew: boolean }> {
  const subscribed = await retry(() => subscribeOnce(context, choice), retryOnConflict);
  if (subscribed === undefined) throw concurrentRequestProblem();
  return subscribed;
}

async function subscribeOnce(context: SubscriptionContext, choice: SubscriptionRequest) {
  const connection = await readConnection(context.connection);
  if (connection === undefined) throw new Problem("not_connected");
  const channels = await readSubscriptions(connection);
  const found = channels.find((one) => isSameTarget(one, choice));
  if (found !== undefined) {
    const channel = await assignProject(await waitUntilActive(context, found), choice.projectId);
    return channel && { channel, isNew: false };
  }
  if (channels.length >= maxSubscriptions)
    throw new Problem("conflict", { detail: `No more than ${maxSubscriptions} are possible.` });
  const added = {
    ...createSubscriptionRow(connection, { ...choice, name: createName() }, context.now()),
    events: [...choice.events],
    ...(choice.projectId === undefined ? {} : { projectId: choice.projectId }),
  };
  if (!(await addSubscriptions(connection, [added]))) return undefined;
  return { channel: await openClaimed(context, added), isNew: true };
}

/** @returns undefined if the subscription was removed meanwhile */
async function assignProject(
  to: Subscription,
  projectId: Subscription["projectId"],
): Promise<Subscription | undefined> {
  if (projectId === undefined || projectId === to.projectId) return to;
  return (await updateSubscription(to, { projectId }, "attribute_exists(pk)")) ? { ...to, projectId } : undefined;
}

/** 128 random bits, because the name is part of the URL that events are delivered to. */
const createName = () => randomBytes(16).toString("base64url");

const isSameTarget = (a: Subscription, b: Pick<SubscriptionRequest, "kind" | "target">) =>
  a.kind === b.kind && a.target?.toLowerCase() === b.target.toLowerCase();

const concurrentRequestProblem = () =>
  new Problem("conflict", { detail: "Another request is at work on this. Try again in a moment." });

/** Waits for a subscription that another request is opening; retries one that has failed. */
async function waitUntilActive(context: SubscriptionContext, found: Subscription): Promise<Subscription> {
  let current: Subscription | undefined = found;
  for (let count = 0; current?.status === "pending" && count < 20; count++) {
    await sleep(250);
    current = await readSubscription(context.connection, found.name);
  }
  if (current?.status === "active") return current;
  const claimed = current && (await claimSubscription(current, context.now() + claimSeconds));
  if (claimed === undefined) throw concurrentRequestProblem();
  return openClaimed(context, claimed);
}

/** Opens a claimed subscription. When it is refused, its row is removed; after a transient failure it is retried later. */
async function openClaimed(context: SubscriptionContext, claimed: Subscription): Promise<Subscription> {
  const outcome = await catchProblem(() => openRemote(context, claimed, claimed.failures > 0));
  if (outcome instanceof Problem && !isTransient(outcome)) {
    await removeSubscription(claimed);
    throw outcome;
  }
  const settled = await settleOpening(context, claimed, outcome);
  if (outcome instanceof Problem) throw outcome;
  if (settled === undefined) throw concurrentRequestProblem();
  return settled;
}

/**
 * Stops a subscription and removes it; succeeds when there is none.
 * @throws Problem when it cannot be stopped now: it still exists, the request can be repeated
 */
export async function unsubscribe(
  context: SubscriptionContext,
  choice: Pick<SubscriptionRequest, "kind" | "target">,
): Promise<void> {
  const done = await retry(() => unsubscribeOnce(context, choice), retryOnConflict);
  if (done === undefined) throw concurrentRequestProblem();
}

async function unsubscribeOnce(
  context: SubscriptionContext,
  choice: Pick<SubscriptionRequest, "kind" | "target">,
): Promise<true | undefined> {
  const found = (await readSubscriptions(context.connection)).find((one) => isSameTarget(one, choice));
  if (found === undefined) return true;
  const claimed = await claimSubscription(found, context.now() + claimSeconds);
  if (claimed === undefined) return undefined;
  const problem = await stopRemote(context, claimed);
  if (problem !== undefined && (isTransient(problem) || problem.code === "reconnect_required")) throw problem;
  return (await removeSubscription(claimed)) ? true : undefined;
}
