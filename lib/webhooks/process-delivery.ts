// One delivery from its claim to its end.

import type { Dependencies } from "../connections/dependencies.ts";
import { describeError, log } from "../log.ts";
import { readConnection } from "../store/connections.ts";
import {
  claimDelivery,
  type DeliveryAttempt,
  type DeliveryOutcome,
  finishDelivery,
  logDelivery,
  releaseDelivery,
} from "../store/deliveries.ts";
import { type EventRecipient, listEventRecipients } from "../store/event-routes.ts";
import { appendToOutbox } from "../store/outbox.ts";
import { BusyError } from "./busy-error.ts";
import type { DecodedMessage } from "./decode-message.ts";
import { DeliveryError, deliveryErrorCode } from "./delivery-error.ts";
import { replayDedupeKey, replayOutboxKey } from "./replay-message.ts";
import { getFailureCode } from "./retry.ts";
import type { EventContext, WebhookEvent } from "./webhook-source.ts";

/**
 * Works on a delivery unless somebody did or does. Between the work and the note that it is done the worker may die; then it is
 * worked on again, which is why every effect has to be the same when it is repeated.
 * @returns undefined when this very delivery was dealt with before
 * @throws DeliveryError `invalid`, BusyError, or whatever the work throws; the claim is released by then
 */
export async function processDelivery(
  message: DecodedMessage,
  world: Dependencies,
): Promise<DeliveryOutcome | undefined> {
  const { attempt, parsed, replay } = message;
  if ("unreadable" in parsed) {
    await logOutcome(attempt, "failed", parsed.unreadable);
    throw new DeliveryError("invalid", parsed.unreadable);
  }
  if ("ignored" in parsed) return logOutcome(attempt, "ignored", parsed.ignored);
  const names = replay ? [replayDedupeKey(replay)] : [...new Set(parsed.dedupeKeys)];
  const dedupeKeys = names.length > 0 ? names : [`receipt#${attempt.receipt}`];
  const claimRefusal = await claimDelivery(attempt, dedupeKeys, Date.now());
  switch (claimRefusal?.reason) {
    case "busy":
      throw new BusyError(claimRefusal.until);
    case "done":
      return undefined;
    case "duplicate":
      return logOutcome(attempt, "duplicate");
    case undefined:
      return handleEvent(message, parsed, dedupeKeys, world);
  }
}

async function logOutcome(
  attempt: DeliveryAttempt,
  status: DeliveryOutcome["status"],
  error?: string,
): Promise<DeliveryOutcome> {
  const outcome = { status, error, tenants: [] };
  await logDelivery(attempt, outcome, Date.now());
  return outcome;
}

async function handleEvent(
  message: DecodedMessage,
  event: WebhookEvent,
  dedupeKeys: readonly string[],
  world: Dependencies,
): Promise<DeliveryOutcome> {
  const { attempt, replay } = message;
  let tenants: string[] = [];
  try {
    const all = await listEventRecipients(attempt.provider, event.eventRoutes);
    const recipient = all.filter(({ tenant }) => replay?.tenant === undefined || tenant === replay.tenant);
    tenants = [...new Set(recipient.map(({ tenant }) => tenant))];
    const reason =
      recipient.length > 0 ? await runEventWork(event, createEventContext(message, event, recipient, world)) : "nobody";
    const outcome: DeliveryOutcome = { status: reason === undefined ? "processed" : "ignored", error: reason, tenants };
    await finishDelivery(attempt, dedupeKeys, outcome, Date.now());
    return outcome;
  } catch (error) {
    const outcome: DeliveryOutcome = { status: "failed", error: getFailureCode(error), tenants };
    // Where even this fails, the claim's time runs out before the message gives up.
    await releaseDelivery(attempt, dedupeKeys, outcome, Date.now()).catch((again: unknown) =>
      log.warn("a claim was not given back", describeError(again)),
    );
    throw error;
  }
}

/** @returns why it came to nothing; undefined when it did not */
async function runEventWork(event: WebhookEvent, context: EventContext): Promise<string | undefined> {
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
  { occurredAt }: WebhookEvent,
  recipients: readonly EventRecipient[],
  world: Dependencies,
): EventContext {
  return {
    ...world,
    deliveryId: attempt.receipt,
    recipients: recipients,
    occurredAt,
    preferences: new Map(),
    readConnection: readConnection,
    appendToOutbox: (announcement) =>
      appendToOutbox({ ...announcement, key: replayOutboxKey(announcement.key, replay) }),
  };
}
