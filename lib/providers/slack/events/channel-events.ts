import { parsePayload } from "../../../webhooks/parse-payload.ts";
import type { ParsedDelivery } from "../../../webhooks/webhook-source.ts";
import { invalidateChannel, invalidateMembership } from "./invalidate-channels.ts";
import { channelReference, membershipEvent } from "./schemas.ts";
import { type SlackEvent, toWebhookEvent } from "./slack-event.ts";

/** docs.slack.dev/reference/events: `channel_*` of public channels, `group_*` of private ones. */
const channelEventPattern =
  /^(?:channel|group)_(?:created|rename|archive|unarchive|deleted|shared|unshared|left|id_changed)$/;
const membershipEventTypes = new Set(["member_joined_channel", "member_left_channel"]);

/** Events about channels and their members. They are no activities; they clear the cached lists of channels. */
export function parseChannelEvent(slackEvent: SlackEvent): ParsedDelivery | undefined {
  const { type, event } = slackEvent;
  const { team } = slackEvent.installation;
  if (membershipEventTypes.has(type)) {
    const { channel, user: person } = parsePayload(membershipEvent(), event);
    return toWebhookEvent(slackEvent, (context) => invalidateMembership(context, { team, channel, person }));
  }
  if (!channelEventPattern.test(type)) return undefined;
  const { channel } = parsePayload(
    channelReference(),
    type === "channel_id_changed" ? { channel: event.old_channel_id } : event,
  );
  return toWebhookEvent(slackEvent, (context) => invalidateChannel(context, team, channel));
}
