import type { BrowserContext } from "playwright-core";
import { clockOffsetMs } from "../../infra/local/clock-offset.ts";
import { shiftClock } from "../../infra/local/shifted-clock.ts";

/**
 * Gives the pages of a browser profile the clock of the run: they judge how long a token is good, and what "today" is.
 * The browser itself keeps the true one.
 */
export async function shareClock(context: BrowserContext, offsetMs: number = clockOffsetMs()): Promise<void> {
  if (offsetMs !== 0) await context.addInitScript(shiftClock, offsetMs);
}
