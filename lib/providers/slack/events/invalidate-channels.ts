// Something about a channel itself has changed: what is kept of the channels is out of date.
import { mapInBatches } from "../../../concurrency.ts";
import { clearCache } from "../../../store/cache.ts";
import type { EventRecipient } from "../../../store/event-routes.ts";
import type { EventContext } from "../../../webhooks/webhook-source.ts";
import { invalidateChannelName } from "./message-context.ts";
import { invalidateMembers } from "./viewers.ts";

/** Channels that were made, renamed, archived or removed; every connection of the workspace may list them. */
export async function invalidateChannel(context: EventContext, team: string, channel: string): Promise<void> {
  invalidateChannelName(team, channel);
  await clearChannelLists(context.recipients);
}

/** @param person whose list of channels it changes; a bot's is everybody's */
export async function invalidateMembership(
  context: EventContext,
  { team, channel, person }: { readonly team: string; readonly channel: string; readonly person: string },
): Promise<void> {
  invalidateMembers(team, channel);
  const known = context.recipients.filter((routed) => routed.person === person);
  const isPerson = known.length > 0 || !(await isBot(context, person));
  await clearChannelLists(isPerson ? known : context.recipients);
}

async function isBot(context: EventContext, person: string): Promise<boolean> {
  const [any] = context.recipients;
  const connection = any && (await context.readConnection(any));
  return connection?.profile.botUserId === person;
}

/** As functions/slack/list-channels.ts names what it keeps. */
async function clearChannelLists(of: readonly EventRecipient[]): Promise<void> {
  await mapInBatches(of, 10, (routed) => clearCache(routed, routed.id, "channels:"));
}
