import type { BrowserContext } from "playwright-core";
import { clockOffsetMs } from "../../infra/local/clock-offset.ts";
import { shiftClock } from "../../infra/local/shifted-clock.ts";

/**
 * Gives the pages of a browser profile the clock of the run, since pages check token lifetimes and show "today".
 * The browser itself keeps the true time.
 */
export async function shareClock(context: BrowserContext, offsetMs: number = clockOffsetMs()): Promise<void> {
  if (offsetMs !== 0) await context.addInitScript(shiftClock, offsetMs);
}
