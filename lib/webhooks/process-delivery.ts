// Processes one delivery: claims it, runs its work, stores the outcome.
import type { Dependencies } from "../connections/dependencies.ts";
import { describeError, log } from "../log.ts";
import type { Connection } from "../store/connection.ts";
import { readConnection } from "../store/connections.ts";
import { endKeptCustomers } from "../store/connectors.ts";
import {
  claimDelivery,
  type DeliveryAttempt,
  finishDelivery,
  forgetPayload,
  logDelivery,
  logSettled,
  releaseDelivery,
  storeDelivery,
} from "../store/deliveries.ts";
import type { DeliveryOutcome } from "../store/delivery-outcome.ts";
import { hashRecipients } from "../store/delivery-recipients.ts";
import { hasEndedRoute } from "../store/ended-routes.ts";
import { type EventRecipient, listEventRecipients } from "../store/event-routes.ts";
import { appendToOutbox } from "../store/outbox.ts";
import type { ConnectionKey } from "../store/owner.ts";
import { hasArrivedBefore } from "./arrived-before.ts";
import { BusyError } from "./busy-error.ts";
import { countDelivery } from "./count-delivery.ts";
import type { DecodedMessage } from "./decode-message.ts";
import { DeliveryError, deliveryErrorCode, type IgnoredReason, type InvalidReason } from "./delivery-error.ts";
import { replayDedupeKey, replayOutboxKey } from "./replay-message.ts";
import { getFailureCode } from "./retry.ts";
import { setAsideItem } from "./set-aside.ts";
import type { EventContext, WebhookEvent } from "./webhook-source.ts";

/**
 * Processes a delivery, unless its event was processed already or another worker has claimed it. If the worker dies before it
 * stores the outcome, the work runs again: every effect must be idempotent.
 * @returns undefined when this same delivery was processed before
 * @throws DeliveryError `invalid`, BusyError, or what the work throws, after releasing the claim
 */
export async function processDelivery(
  message: DecodedMessage,
  dependencies: Dependencies,
): Promise<DeliveryOutcome | undefined> {
  const { attempt, parsed, replay } = message;
  if ("unreadable" in parsed) {
    await logOutcome(attempt, "failed", parsed.unreadable);
    throw new DeliveryError("invalid", parsed.unreadable);
  }
  if ("ignored" in parsed) return logOutcome(attempt, "ignored", parsed.ignored);
  const candidates = replay ? [replayDedupeKey(replay)] : [...new Set(parsed.dedupeKeys)];
  const dedupeKeys = candidates.length > 0 ? candidates : [`receipt#${attempt.receipt}`];
  const claimRefusal = await claimDelivery(attempt, dedupeKeys, Date.now());
  switch (claimRefusal?.reason) {
    case "busy":
      throw new BusyError(claimRefusal.until);
    case "done":
      if (claimRefusal.outcome) await logSettled(attempt, claimRefusal.outcome, Date.now());
      return undefined;
    case "duplicate":
      return logOutcome(attempt, "duplicate");
    case undefined:
      return handleEvent(message, parsed, dedupeKeys, dependencies);
  }
}

async function logOutcome(
  attempt: DeliveryAttempt,
  status: DeliveryOutcome["status"],
  error?: IgnoredReason | InvalidReason,
): Promise<DeliveryOutcome> {
  const outcome = { status, error, tenants: [] };
  // Only a duplicate is of a kind that is known: others may have any name.
  countDelivery(attempt, outcome, status === "duplicate" ? attempt.kind : "other");
  await logDelivery(attempt, outcome, Date.now());
  return outcome;
}

async function handleEvent(
  message: DecodedMessage,
  event: WebhookEvent,
  dedupeKeys: readonly string[],
  dependencies: Dependencies,
): Promise<DeliveryOutcome> {
  const { attempt, replay } = message;
  let audience: Pick<DeliveryOutcome, "tenants" | "recipients"> = { tenants: [] };
  try {
    await storeDelivery(attempt);
    const all = await listEventRecipients(attempt.provider, event.eventRoutes);
    const recipients = all.filter(({ tenant }) => replay?.tenant === undefined || tenant === replay.tenant);
    audience = describeAudience(recipients);
    await event.workForStage?.();
    if (event.changesCustomers) await endKeptCustomers(audience.tenants);
    const reason =
      recipients.length > 0
        ? await runEventWork(event, createEventContext(message, event, recipients, dependencies))
        : event.workForStage === undefined
          ? "nobody"
          : undefined;
    const status = reason === undefined ? "processed" : "ignored";
    const outcome: DeliveryOutcome = { status, error: reason, ...audience };
    const logged = reason === "nobody" ? await forgetDeleted(attempt, event) : attempt;
    await finishDelivery(logged, dedupeKeys, outcome, Date.now());
    countDelivery(attempt, outcome, attempt.kind);
    return outcome;
  } catch (error) {
    const outcome: DeliveryOutcome = { status: "failed", error: getFailureCode(error), ...audience };
    countDelivery(attempt, outcome, attempt.kind);
    // If this fails too, the claim expires before the message has used up its attempts.
    await releaseDelivery(attempt, dedupeKeys, outcome, Date.now()).catch((again: unknown) =>
      log.warn("releasing a claim failed", describeError(again)),
    );
    throw error;
  }
}

const describeAudience = (recipients: readonly EventRecipient[]) => ({
  tenants: [...new Set(recipients.map(({ tenant }) => tenant))],
  recipients: hashRecipients(recipients),
});

/** An event that was under way when its user's data was deleted leaves no content. */
async function forgetDeleted(attempt: DeliveryAttempt, { eventRoutes }: WebhookEvent): Promise<DeliveryAttempt> {
  const isDeleted = await hasEndedRoute(attempt.provider, eventRoutes, Math.floor(Date.now() / 1000));
  return isDeleted ? forgetPayload(attempt) : attempt;
}

/** @returns why the event was ignored; undefined when it was processed */
async function runEventWork(event: WebhookEvent, context: EventContext): Promise<IgnoredReason | undefined> {
  try {
    await event.work(context);
    return undefined;
  } catch (error) {
    const reason = deliveryErrorCode(error, "ignored");
    if (reason === undefined) throw error;
    return reason;
  }
}

function createEventContext(
  { attempt, replay }: DecodedMessage,
  event: WebhookEvent,
  recipients: readonly EventRecipient[],
  dependencies: Dependencies,
): EventContext {
  return {
    ...dependencies,
    deliveryId: attempt.receipt,
    attempt: attempt.attempts,
    recipients,
    occurredAt: event.occurredAt,
    preferences: new Map(),
    readConnection: (of) => readConnectionSince(of, attempt.receivedAt),
    appendToOutbox: (message) => appendToOutbox({ ...message, key: replayOutboxKey(message.key, replay) }),
    setAside: (connection, item, error) =>
      setAsideItem({ attempt, event, vault: dependencies.vault }, connection, item, error),
  };
}

async function readConnectionSince(of: ConnectionKey, receivedAt: number): Promise<Connection | undefined> {
  const found = await readConnection(of);
  return found && hasArrivedBefore(found, receivedAt) ? undefined : found;
}
