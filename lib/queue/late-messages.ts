import { count } from "../metrics.ts";

/** Seconds. Shorter for events, because users wait for them; nobody waits for a renewal or a revocation. */
const maxAgeSeconds = { events: 900, others: 3600 } as const;

/** Counts a message that has waited for too long. @param queue a name that ends as infra/names.ts has it */
export const countLateMessage = (queue: string, reason: "old" | "nobody_takes_it"): void =>
  count("MessageLate", { queue, reason });

/**
 * Counts a received message if it is too old: its earlier attempts failed, or there are more messages than are taken.
 * @param queueArn of the queue it comes from; undefined in an event that is made by hand @param sentAt epoch seconds
 */
export function countIfLate(queueArn: string | undefined, sentAt: number, now: number = Date.now() / 1000): void {
  const queue = queueArn?.split(":").at(-1) ?? "";
  const max = /(^|-)webhooks-[a-z0-9]+$/.test(queue) ? maxAgeSeconds.events : maxAgeSeconds.others;
  if (now - sentAt >= max) countLateMessage(queue, "old");
}
