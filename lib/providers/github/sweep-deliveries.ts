// GitHub tries a delivery once. Failed ones are found in the list of deliveries and requested again:
// docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries
import * as z from "zod";
import type { Sweep } from "../../store/subscription.ts";

export const deliveries = z.array(
  z.object({
    id: z.number(),
    /** The same for all attempts of one event. */
    guid: z.string(),
    redelivery: z.boolean(),
    delivered_at: z.string(),
    status_code: z.number(),
  }),
);
type Deliveries = z.output<typeof deliveries>;

const maxAttempts = 3;
/** Seconds between two redelivery requests for one event. */
const retryIntervalSeconds = 3600;
/** Seconds by which two sweeps overlap: clocks differ, and GitHub's list lags behind. */
const overlapSeconds = 600;
/** Events tracked at a time: a hook that fails for hours must not fill its row. */
const maxOpen = 200;

export interface SweepResult {
  readonly sweep: Sweep;
  /** Ids of the deliveries to request again. */
  readonly redeliverIds: readonly string[];
  /** Number of events in this sweep that were too large for us. */
  readonly tooLarge: number;
  /** Number of events given up in this sweep, after three attempts or for lack of room. */
  readonly givenUp: number;
}

/**
 * Decides which deliveries to request again. An event with one successful delivery is done; one that was too large is not retried.
 * @param now epoch seconds
 */
export function planSweep(before: Sweep, found: Deliveries, now: number): SweepResult {
  const open = new Map(Object.entries(before.open));
  const large = new Set<string>();
  const done = new Set(found.filter(({ status_code }) => isReceived(status_code)).map(({ guid }) => guid));
  for (const { guid, id, status_code, redelivery } of found) {
    if (done.has(guid)) continue;
    if (status_code === 413) large.add(guid);
    // Redeliveries are skipped, or an event that was given up would come back with its last attempt.
    else if (!redelivery && !open.has(guid)) open.set(guid, { delivery: String(id), attempts: 0, at: 0 });
  }
  for (const guid of [...done, ...large]) open.delete(guid);
  const abandoned = [...open].filter(([, one]) => one.attempts >= maxAttempts && one.at + retryIntervalSeconds <= now);
  for (const [guid] of abandoned) open.delete(guid);
  const tracked = [...open].slice(0, maxOpen);
  const due = tracked.filter(([, { attempts, at }]) => attempts < maxAttempts && at + retryIntervalSeconds <= now);
  const requested = new Map(due.map(([guid, one]) => [guid, { ...one, attempts: one.attempts + 1, at: now }]));
  return {
    sweep: {
      until: Math.max(before.until, now - overlapSeconds),
      open: Object.fromEntries(tracked.map(([guid, one]) => [guid, requested.get(guid) ?? one])),
      ...(large.size > 0 ? { tooLargeAt: now } : keepRecentNotice(before, now)),
    },
    redeliverIds: due.map(([, { delivery }]) => delivery),
    tooLarge: large.size,
    givenUp: abandoned.length + (open.size - tracked.length),
  };
}

/** Seconds for which the user is shown that an event was too large. */
const tooLargeNoticeSeconds = 86_400;

const keepRecentNotice = ({ tooLargeAt }: Sweep, now: number) =>
  tooLargeAt !== undefined && tooLargeAt + tooLargeNoticeSeconds > now ? { tooLargeAt } : {};

const isReceived = (status: number) => status >= 200 && status < 300;

export const toEpochSeconds = (iso: string): number => Math.floor(Date.parse(iso) / 1000);
