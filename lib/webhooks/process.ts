// One delivery from its claim to its end.
import { describeError, log } from "../log.ts";
import type { Dependencies } from "../oauth/dependencies.ts";
import { announce } from "../store/announcements.ts";
import { readConnection } from "../store/connections.ts";
import {
  type Attempt,
  claimDelivery,
  finishDelivery,
  noteDelivery,
  type Outcome,
  releaseDelivery,
} from "../store/deliveries.ts";
import { listRoutes, type Routed } from "../store/routes.ts";
import { BusyError } from "./busy-error.ts";
import { DeliveryError, deliveryErrorCode } from "./delivery-error.ts";
import type { DecodedMessage } from "./opened.ts";
import type { EventContext, WebhookEvent } from "./reading.ts";
import { announcedAs, replayClaim } from "./replayed.ts";
import { failureCode } from "./retry.ts";

/**
 * Works on a delivery unless somebody did or does. Between the work and the note that it is done the worker may die; then it is
 * worked on again, which is why every effect has to be the same when it is repeated.
 * @returns undefined when this very delivery was dealt with before
 * @throws DeliveryError `invalid`, BusyError, or whatever the work throws; the claim is released by then
 */
export async function processDelivery(opened: DecodedMessage, world: Dependencies): Promise<Outcome | undefined> {
  const { attempt, parsed, replay } = opened;
  if ("unreadable" in parsed) {
    await noted(attempt, "failed", parsed.unreadable);
    throw new DeliveryError("invalid", parsed.unreadable);
  }
  if ("ignored" in parsed) return noted(attempt, "ignored", parsed.ignored);
  const names = replay ? [replayClaim(replay)] : [...new Set(parsed.claims)];
  const claims = names.length > 0 ? names : [`receipt#${attempt.receipt}`];
  const refusal = await claimDelivery(attempt, claims, Date.now());
  switch (refusal?.reason) {
    case "busy":
      throw new BusyError(refusal.until);
    case "done":
      return undefined;
    case "duplicate":
      return noted(attempt, "duplicate");
    case undefined:
      return carriedOut(opened, parsed, claims, world);
  }
}

async function noted(attempt: Attempt, status: Outcome["status"], error?: string): Promise<Outcome> {
  const outcome = { status, error, tenants: [] };
  await noteDelivery(attempt, outcome, Date.now());
  return outcome;
}

async function carriedOut(
  opened: DecodedMessage,
  event: WebhookEvent,
  claims: readonly string[],
  world: Dependencies,
): Promise<Outcome> {
  const { attempt, replay } = opened;
  let tenants: string[] = [];
  try {
    const all = await listRoutes(attempt.provider, event.routes);
    const routed = all.filter(({ tenant }) => replay?.tenant === undefined || tenant === replay.tenant);
    tenants = [...new Set(routed.map(({ tenant }) => tenant))];
    const reason = routed.length > 0 ? await worked(event, eventContext(opened, event, routed, world)) : "nobody";
    const outcome: Outcome = { status: reason === undefined ? "processed" : "ignored", error: reason, tenants };
    await finishDelivery(attempt, claims, outcome, Date.now());
    return outcome;
  } catch (error) {
    const outcome: Outcome = { status: "failed", error: failureCode(error), tenants };
    // Where even this fails, the claim's time runs out before the message gives up.
    await releaseDelivery(attempt, claims, outcome, Date.now()).catch((again: unknown) =>
      log.warn("a claim was not given back", describeError(again)),
    );
    throw error;
  }
}

/** @returns why it came to nothing; undefined when it did not */
async function worked(event: WebhookEvent, at: EventContext): Promise<string | undefined> {
  try {
    await event.work(at);
    return undefined;
  } catch (error) {
    const reason = deliveryErrorCode(error, "ignored");
    if (reason === undefined) throw error;
    return reason;
  }
}

function eventContext(
  { attempt, replay }: DecodedMessage,
  { occurredAt }: WebhookEvent,
  routed: readonly Routed[],
  world: Dependencies,
): EventContext {
  return {
    ...world,
    receipt: attempt.receipt,
    routed,
    occurredAt,
    preferences: new Map(),
    connection: readConnection,
    announce: (announcement) => announce({ ...announcement, key: announcedAs(announcement.key, replay) }),
  };
}
