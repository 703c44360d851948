import type { DeliveryAttempt } from "../store/deliveries.ts";
import type { DeliveryOutcome } from "../store/delivery-outcome.ts";
import { countUsage, rowsPerEvent } from "../store/usage-counter.ts";

/**
 * Counts an attempt at an event for administrators: that it arrived, if it is the first, and how it ended.
 * @param type one of a bounded number: a counted type is an attribute of a row
 */
export function countDelivery(
  { provider, attempts, replayOf }: DeliveryAttempt,
  { status, tenants }: DeliveryOutcome,
  type: string,
): void {
  if (status === "duplicate") return;
  const counters = [
    ...(attempts === 1 && replayOf === undefined ? [`arrived#${type}`] : []),
    ...(status === "processed" || status === "failed" ? [`${status}#${type}`] : []),
  ];
  countUsage({ provider, source: "webhooks", tenants, counters, rows: rowsPerEvent });
}
