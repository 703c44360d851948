// Channels that a user asks for one by one and waits for, unlike those that settings want.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../errors.ts";
import { retry } from "../retry.ts";
import { readConnection } from "../store/connections.ts";
import type { Subscription } from "../store/subscription.ts";
import { addSubscriptions, removeSubscription } from "../store/subscription-changes.ts";
import { claimSubscription, readSubscription, readSubscriptions } from "../store/subscriptions.ts";
import { isTransient, stopRemote } from "./close-subscription.ts";
import { catchProblem, type SubscriptionContext } from "./context.ts";
import { createSubscriptionRow } from "./reconcile.ts";
import { openRemote, settleOpening } from "./renew-subscription.ts";
import { claimSeconds } from "./schedule.ts";

/** What a user asks for; the target says whether it is there already. */
export interface SubscriptionChoice {
  readonly kind: string;
  readonly target: string;
  readonly events: readonly string[];
}

/** Of one connection: a transaction takes 100 writes, and disconnecting removes them all in one, two writes each. */
const maxSubscriptions = 40;
/** What was changed by somebody else meanwhile is read and tried again. */
const untilWritten = { maxAttempts: 5, isRetryableResult: (outcome: unknown) => outcome === undefined };

/**
 * Opens a channel, or answers the one that is there.
 * @throws Problem conflict beyond the limit, or while somebody else is at work on it; what the provider says
 */
export async function subscribe(
  context: SubscriptionContext,
  choice: SubscriptionChoice,
): Promise<{ channel: Subscription; isNew: boolean }> {
  const chosen = await retry(() => chooseOnce(context, choice), untilWritten);
  if (chosen === undefined) throw atWorkProblem();
  return chosen;
}

async function chooseOnce(keeper: SubscriptionContext, choice: SubscriptionChoice) {
  const connection = await readConnection(keeper.connection);
  if (connection === undefined) throw new Problem("not_connected");
  const channels = await readSubscriptions(connection);
  const found = channels.find((one) => isSameTarget(one, choice));
  if (found !== undefined) return { channel: await waitUntilActive(keeper, found), isNew: false };
  if (channels.length >= maxSubscriptions)
    throw new Problem("conflict", { detail: `No more than ${maxSubscriptions} are possible.` });
  const added = {
    ...createSubscriptionRow(connection, { ...choice, name: createName() }, keeper.now()),
    events: [...choice.events],
  };
  if (!(await addSubscriptions(connection, [added]))) return undefined;
  return { channel: await openClaimed(keeper, added), isNew: true };
}

/** 22 characters that nobody can guess: they stand in the address to which events are delivered. */
const createName = () => randomBytes(16).toString("base64url");

const isSameTarget = (a: Subscription, b: Pick<SubscriptionChoice, "kind" | "target">) =>
  a.kind === b.kind && a.target?.toLowerCase() === b.target.toLowerCase();

const atWorkProblem = () =>
  new Problem("conflict", { detail: "Another request is at work on this. Try again in a moment." });

/** One that another request is just opening is waited for; one that has failed is tried again at once. */
async function waitUntilActive(context: SubscriptionContext, found: Subscription): Promise<Subscription> {
  let current: Subscription | undefined = found;
  for (let count = 0; current?.status === "pending" && count < 20; count++) {
    await sleep(250);
    current = await readSubscription(context.connection, found.name);
  }
  if (current?.status === "active") return current;
  const claimed = current && (await claimSubscription(current, context.now() + claimSeconds));
  if (claimed === undefined) throw atWorkProblem();
  return openClaimed(context, claimed);
}

/** Refused, it is forgotten; where it is not known what has happened, it stays and is tried again later. */
async function openClaimed(context: SubscriptionContext, claimed: Subscription): Promise<Subscription> {
  const outcome = await catchProblem(() => openRemote(context, claimed, claimed.failures > 0));
  if (outcome instanceof Problem && !isTransient(outcome)) {
    await removeSubscription(claimed);
    throw outcome;
  }
  const settled = await settleOpening(context, claimed, outcome);
  if (outcome instanceof Problem) throw outcome;
  if (settled === undefined) throw atWorkProblem();
  return settled;
}

/**
 * Stops a channel and forgets it; done also when there is none.
 * @throws Problem where it cannot be stopped now: it is still there, repeat it
 */
export async function unsubscribe(
  context: SubscriptionContext,
  choice: Pick<SubscriptionChoice, "kind" | "target">,
): Promise<void> {
  const done = await retry(() => unchooseOnce(context, choice), untilWritten);
  if (done === undefined) throw atWorkProblem();
}

async function unchooseOnce(
  keeper: SubscriptionContext,
  choice: Pick<SubscriptionChoice, "kind" | "target">,
): Promise<true | undefined> {
  const found = (await readSubscriptions(keeper.connection)).find((one) => isSameTarget(one, choice));
  if (found === undefined) return true;
  const claimed = await claimSubscription(found, keeper.now() + claimSeconds);
  if (claimed === undefined) return undefined;
  const problem = await stopRemote(keeper, claimed);
  if (problem !== undefined && (isTransient(problem) || problem.code === "reconnect_required")) throw problem;
  return (await removeSubscription(claimed)) ? true : undefined;
}
