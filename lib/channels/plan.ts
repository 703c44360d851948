// What is to be done about the channels of a connection. Pure.
import type { Channel } from "../store/channel.ts";
import { hasEnded } from "./outcome.ts";
import type { Wanted } from "./source.ts";

interface Plan {
  readonly open: readonly Wanted[];
  readonly stop: readonly Channel[];
  /** To be renewed, looked at or tried again. */
  readonly tend: readonly Channel[];
}

/**
 * @param wanted `chosen` where those that are there are the wanted ones
 * @param now epoch seconds
 * @param recreate the name of a channel that is to be made anew although it is not due
 */
export function planFor(
  wanted: "chosen" | readonly Wanted[],
  channels: readonly Channel[],
  now: number,
  recreate?: string,
): Plan {
  const names = new Set((wanted === "chosen" ? channels : wanted).map(({ name }) => name));
  const there = new Set(channels.map(({ name }) => name));
  return {
    open: wanted === "chosen" ? [] : wanted.filter(({ name }) => !there.has(name)),
    // One that could not be stopped waits for its turn like any other.
    stop: channels.filter((channel) => !names.has(channel.name) && (channel.stopping !== true || isDue(channel, now))),
    tend: channels.filter((channel) => names.has(channel.name) && (isDue(channel, now) || channel.name === recreate)),
  };
}

/** One that rested while its account was not connected is due, too. */
const isDue = (channel: Channel, now: number): boolean =>
  (channel.dueAt ?? 0) <= now || (channel.status === "active" && hasEnded(channel, now));
