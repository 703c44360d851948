import * as z from "zod";
import type { ParsedDelivery } from "../../webhooks/reading.ts";
import { shaped } from "../../webhooks/shaped.ts";
import { channelChanged, membershipChanged } from "./channel-changes.ts";
import { aboutChannel } from "./event-shapes.ts";
import { type SlackEvent, webhookEvent } from "./occasion.ts";

/** docs.slack.dev/reference/events: `channel_*` of public channels, `group_*` of private ones. */
const changes = /^(?:channel|group)_(?:created|rename|archive|unarchive|deleted|shared|unshared|left|id_changed)$/;
const memberships = new Set(["member_joined_channel", "member_left_channel"]);

const member = () => aboutChannel().extend({ user: z.string().max(64) });

/** They say nothing that people would read; what is kept of the channels is emptied. */
export function readChannelEvent(slackEvent: SlackEvent): ParsedDelivery | undefined {
  const { type, event } = slackEvent;
  const { team } = slackEvent.installation;
  if (memberships.has(type)) {
    const { channel, user: person } = shaped(member(), event);
    return webhookEvent(slackEvent, (context) => membershipChanged(context, { team, channel, person }));
  }
  if (!changes.test(type)) return undefined;
  const { channel } = shaped(aboutChannel(), type === "channel_id_changed" ? { channel: event.old_channel_id } : event);
  return webhookEvent(slackEvent, (context) => channelChanged(context, team, channel));
}
