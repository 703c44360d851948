// Something about a channel itself has changed: what is kept of the channels is out of date.
import { mapInBatches } from "../../concurrency.ts";
import { clearCache } from "../../store/cache.ts";
import type { Routed } from "../../store/routes.ts";
import type { Arrival } from "../../webhooks/reading.ts";
import { forgetChannel } from "./surroundings.ts";
import { forgetMembers } from "./visibility.ts";

/** Channels that were made, renamed, archived or removed; every connection of the workspace may list them. */
export async function channelChanged(arrival: Arrival, team: string, channel: string): Promise<void> {
  forgetChannel(team, channel);
  await clearChannels(arrival.routed);
}

/** @param person whose list of channels it changes; a bot's is everybody's */
export async function membershipChanged(
  arrival: Arrival,
  { team, channel, person }: { readonly team: string; readonly channel: string; readonly person: string },
): Promise<void> {
  forgetMembers(team, channel);
  const known = arrival.routed.filter((routed) => routed.person === person);
  const isPerson = known.length > 0 || !(await isBot(arrival, person));
  await clearChannels(isPerson ? known : arrival.routed);
}

async function isBot(arrival: Arrival, person: string): Promise<boolean> {
  const [any] = arrival.routed;
  const connection = any && (await arrival.connection(any));
  return connection?.profile.botUserId === person;
}

/** As functions/slack/list-channels.ts names what it keeps. */
async function clearChannels(of: readonly Routed[]): Promise<void> {
  await mapInBatches(of, 10, (routed) => clearCache(routed, routed.id, "channels:"));
}
