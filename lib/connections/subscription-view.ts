// A subscription as the API shows it.
import * as z from "zod";
import type { Subscription } from "../store/subscription.ts";
import { subscriptionId } from "../store/subscription-changes.ts";

const toIsoTime = (seconds: number | undefined) =>
  seconds === undefined ? null : new Date(seconds * 1000).toISOString();

/** Schema of `toSubscriptionView`. */
export const subscriptionViewSchema = () =>
  z
    .object({
      id: z.string(),
      kind: z.string(),
      status: z.enum(["pending", "active", "failed", "lapsed"]),
      expiresAt: z.iso.datetime().nullable(),
      target: z.string().optional().describe("What it watches, where there is a choice."),
      lastEventAt: z.iso.datetime().nullable().optional(),
      error: z.string().optional().describe("What is wrong with it, for the person who reads it."),
    })
    .meta({ id: "Channel", description: "A provider's way to tell us of changes." });

/**
 * Times are ISO 8601; `expiresAt` is `null` when it does not expire. An active one past its end is shown as lapsed.
 * @param now epoch seconds
 */
export function toSubscriptionView(
  subscription: Subscription,
  now: number = Date.now() / 1000,
): z.output<ReturnType<typeof subscriptionViewSchema>> {
  const { kind, status, target, expiresAt, lastEventAt, error } = subscription;
  const isOver = status === "active" && (expiresAt ?? Infinity) <= now;
  return {
    id: subscriptionId(subscription),
    kind,
    status: isOver ? "lapsed" : status,
    expiresAt: toIsoTime(expiresAt),
    ...(target === undefined ? {} : { target }),
    ...(lastEventAt === undefined ? {} : { lastEventAt: toIsoTime(lastEventAt) }),
    ...(error === undefined ? {} : { error }),
  };
}
