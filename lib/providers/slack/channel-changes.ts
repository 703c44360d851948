// Something about a channel itself has changed: what is kept of the channels is out of date.
import { mapInBatches } from "../../concurrency.ts";
import { clearCache } from "../../store/cache.ts";
import type { Routed } from "../../store/routes.ts";
import type { EventContext } from "../../webhooks/reading.ts";
import { forgetChannel } from "./surroundings.ts";
import { forgetMembers } from "./visibility.ts";

/** Channels that were made, renamed, archived or removed; every connection of the workspace may list them. */
export async function channelChanged(context: EventContext, team: string, channel: string): Promise<void> {
  forgetChannel(team, channel);
  await clearChannels(context.routed);
}

/** @param person whose list of channels it changes; a bot's is everybody's */
export async function membershipChanged(
  context: EventContext,
  { team, channel, person }: { readonly team: string; readonly channel: string; readonly person: string },
): Promise<void> {
  forgetMembers(team, channel);
  const known = context.routed.filter((routed) => routed.person === person);
  const isPerson = known.length > 0 || !(await isBot(context, person));
  await clearChannels(isPerson ? known : context.routed);
}

async function isBot(context: EventContext, person: string): Promise<boolean> {
  const [any] = context.routed;
  const connection = any && (await context.connection(any));
  return connection?.profile.botUserId === person;
}

/** As functions/slack/list-channels.ts names what it keeps. */
async function clearChannels(of: readonly Routed[]): Promise<void> {
  await mapInBatches(of, 10, (routed) => clearCache(routed, routed.id, "channels:"));
}
