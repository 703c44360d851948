// GitHub delivers once. What failed is found in the list of deliveries and asked for again:
// docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries
import * as z from "zod";
import type { Sweep } from "../../store/subscription.ts";

export const deliveries = z.array(
  z.object({
    id: z.number(),
    /** The same for every attempt at one event. */
    guid: z.string(),
    redelivery: z.boolean(),
    delivered_at: z.string(),
    status_code: z.number(),
  }),
);
type Deliveries = z.output<typeof deliveries>;

const maxAttempts = 3;
/** Seconds between two requests for the same event. */
const retryIntervalSeconds = 3600;
/** Seconds that two sweeps have in common: clocks differ, and the list is not there at once. */
const overlapSeconds = 600;
/** Events asked for at a time: a hook that fails for hours must not fill its row. */
const maxOpen = 200;

export interface SweepResult {
  readonly sweep: Sweep;
  /** Ids to be asked for again. */
  readonly redeliverIds: readonly string[];
  /** Events too large for us, and those given up after three attempts, in this sweep. */
  readonly tooLarge: number;
  readonly givenUp: number;
}

/**
 * What the deliveries since the last sweep mean. An event that succeeded once is done; one too large would be so again.
 * @param now epoch seconds
 */
export function planSweep(before: Sweep, found: Deliveries, now: number): SweepResult {
  const open = new Map(Object.entries(before.open));
  const large = new Set<string>();
  const done = new Set(found.filter(({ status_code }) => isReceived(status_code)).map(({ guid }) => guid));
  for (const { guid, id, status_code, redelivery } of found) {
    if (done.has(guid)) continue;
    if (status_code === 413) large.add(guid);
    // One given up must not come back with its last attempt.
    else if (!redelivery && !open.has(guid)) open.set(guid, { delivery: String(id), attempts: 0, at: 0 });
  }
  for (const guid of [...done, ...large]) open.delete(guid);
  const abandoned = [...open].filter(([, one]) => one.attempts >= maxAttempts && one.at + retryIntervalSeconds <= now);
  for (const [guid] of abandoned) open.delete(guid);
  const tracked = [...open].slice(0, maxOpen);
  const due = tracked.filter(([, { attempts, at }]) => attempts < maxAttempts && at + retryIntervalSeconds <= now);
  const asked = new Map(due.map(([guid, one]) => [guid, { ...one, attempts: one.attempts + 1, at: now }]));
  return {
    sweep: {
      until: Math.max(before.until, now - overlapSeconds),
      open: Object.fromEntries(tracked.map(([guid, one]) => [guid, asked.get(guid) ?? one])),
      ...(large.size > 0 ? { tooLargeAt: now } : keepRecentNotice(before, now)),
    },
    redeliverIds: due.map(([, { delivery }]) => delivery),
    tooLarge: large.size,
    givenUp: abandoned.length + (open.size - tracked.length),
  };
}

/** Seconds for which the user is told that an event was too large. */
const tooLargeNoticeSeconds = 86_400;

const keepRecentNotice = ({ tooLargeAt }: Sweep, now: number) =>
  tooLargeAt !== undefined && tooLargeAt + tooLargeNoticeSeconds > now ? { tooLargeAt } : {};

const isReceived = (status: number) => status >= 200 && status < 300;

export const toEpochSeconds = (iso: string): number => Math.floor(Date.parse(iso) / 1000);
