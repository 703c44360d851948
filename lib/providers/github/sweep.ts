// GitHub delivers once. What failed is found in the list of deliveries and asked for again:
// docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries
import * as z from "zod";
import type { Sweep } from "../../store/channel.ts";

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

const mostAttempts = 3;
/** Seconds between two requests for the same event. */
const pause = 3600;
/** Seconds that two sweeps have in common: clocks differ, and the list is not there at once. */
const overlap = 600;
/** Events asked for at a time: a hook that fails for hours must not fill its row. */
const mostOpen = 200;

export interface Swept {
  readonly sweep: Sweep;
  /** Ids to be asked for again. */
  readonly again: readonly string[];
  /** Events too large for us, and those given up after three attempts, in this sweep. */
  readonly tooLarge: number;
  readonly givenUp: number;
}

/**
 * What the deliveries since the last sweep mean. An event that succeeded once is done; one too large would be so again.
 * @param now epoch seconds
 */
export function swept(before: Sweep, found: Deliveries, now: number): Swept {
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
  const lost = [...open].filter(([, one]) => one.attempts >= mostAttempts && one.at + pause <= now);
  for (const [guid] of lost) open.delete(guid);
  const kept = [...open].slice(0, mostOpen);
  const due = kept.filter(([, { attempts, at }]) => attempts < mostAttempts && at + pause <= now);
  const asked = new Map(due.map(([guid, one]) => [guid, { ...one, attempts: one.attempts + 1, at: now }]));
  return {
    sweep: {
      until: Math.max(before.until, now - overlap),
      open: Object.fromEntries(kept.map(([guid, one]) => [guid, asked.get(guid) ?? one])),
      ...(large.size > 0 ? { tooLargeAt: now } : recent(before, now)),
    },
    again: due.map(([, { delivery }]) => delivery),
    tooLarge: large.size,
    givenUp: lost.length + (open.size - kept.length),
  };
}

/** Seconds for which the user is told that an event was too large. */
const told = 86_400;

const recent = ({ tooLargeAt }: Sweep, now: number) =>
  tooLargeAt !== undefined && tooLargeAt + told > now ? { tooLargeAt } : {};

const isReceived = (status: number) => status >= 200 && status < 300;

export const seconds = (iso: string): number => Math.floor(Date.parse(iso) / 1000);
