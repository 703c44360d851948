// Clears cached channels and members when a channel has changed.
import { mapInBatches } from "../../../concurrency.ts";
import { clearCache } from "../../../store/cache.ts";
import type { EventRecipient } from "../../../store/event-routes.ts";
import type { EventContext } from "../../../webhooks/webhook-source.ts";
import { invalidateChannelName } from "./message-context.ts";
import { invalidateMembers } from "./viewers.ts";

/** A channel was created, renamed, archived or removed: clears the lists of all connections to the workspace. */
export async function invalidateChannel(context: EventContext, team: string, channel: string): Promise<void> {
  invalidateChannelName(team, channel);
  await clearChannelLists(context.recipients);
}

/** Somebody joined or left a channel. @param person whose list of channels changes; for the bot, everybody's does */
export async function invalidateMembership(
  context: EventContext,
  { team, channel, person }: { readonly team: string; readonly channel: string; readonly person: string },
): Promise<void> {
  invalidateMembers(team, channel);
  const ownConnections = context.recipients.filter((routed) => routed.person === person);
  const isPerson = ownConnections.length > 0 || !(await isBot(context, person));
  await clearChannelLists(isPerson ? ownConnections : context.recipients);
}

async function isBot(context: EventContext, person: string): Promise<boolean> {
  const [any] = context.recipients;
  const connection = any && (await context.readConnection(any));
  return connection?.profile.botUserId === person;
}

/** Clears the lists that `channelList` names. */
async function clearChannelLists(recipients: readonly EventRecipient[]): Promise<void> {
  await mapInBatches(recipients, 10, (routed) => clearCache(routed, routed.id, "channels:"));
}
