import { DeliveryError } from "../../../webhooks/delivery-error.ts";
import { parsePayload } from "../../../webhooks/parse-payload.ts";
import type { ParsedDelivery } from "../../../webhooks/webhook-source.ts";
import { recordMessageActivity, type SlackMessage } from "../activity.ts";
import { readMessageContent, sharesMessage } from "../message-content.ts";
import { fileShared, type Message, message } from "./schemas.ts";
import { type SlackEvent, toWebhookEvent } from "./slack-event.ts";

/**
 * Subtypes with a text to record. Later edits and deletions do not change the activity; joins, topics and the like are other events
 * or not recorded at all (docs.slack.dev/reference/events/message#subtypes).
 */
const messageSubtypes = new Set([undefined, "thread_broadcast", "me_message", "file_share", "bot_message"]);

export function parseMessageEvent(slackEvent: SlackEvent): ParsedDelivery | undefined {
  const { type, subtype, event, isAuthorized } = slackEvent;
  if (type === "file_shared") return parseFileShared(slackEvent);
  if (type !== "message" && type !== "app_mention") return undefined;
  if (!messageSubtypes.has(subtype)) return { kind: type, ignored: "subtype" };
  const found = parsePayload(message(), event);
  if (isOwnMessage(slackEvent, found)) return { kind: type, ignored: "own" };
  if (!isAuthorized) return { kind: type, ignored: "unauthorized" };
  const slackMessage = toSlackMessage(slackEvent, found);
  if (slackMessage === undefined) return { kind: type, ignored: "empty" };
  return toWebhookEvent(slackEvent, (context) => recordMessageActivity(context, slackEvent.provider, slackMessage));
}

/** Whether our app posted the message as itself and not for a person. */
const isOwnMessage = ({ app }: SlackEvent, { user, app_id }: Message): boolean =>
  app !== undefined && app_id === app && (user ?? undefined) === undefined;

function toSlackMessage({ installation }: SlackEvent, found: Message): SlackMessage | undefined {
  const { channel, user, thread_ts, files, username, bot_profile } = found;
  const ts = found.ts ?? found.event_ts;
  if (!ts) throw new DeliveryError("invalid", "unexpected_shape");
  const location = { installation, channel, ts, authorId: user ?? undefined, thread: thread_ts ?? undefined };
  const names = (files ?? []).map(({ title, name }) => title || name || "a file");
  const text = readMessageContent(found);
  const [file] = files ?? [];
  // The same message may also arrive as app_mention, and a file without a text as file_shared: hence the same keys.
  const isFile = text.trim() === "" && file !== undefined;
  if (text.trim() === "" && !isFile) return undefined;
  const isForward = !found.text?.trim() && sharesMessage(found);
  return {
    ...location,
    key: isFile ? toFileKey(installation.team, channel, file.id) : `message#${installation.team}#${channel}#${ts}`,
    kind: isFile ? "file" : "message",
    text: isFile ? names.join(", ") : text,
    authorName: username ?? bot_profile?.name ?? undefined,
    isDirect: found.channel_type === "im",
    isPublic: found.channel_type === "channel",
    action: isFile ? "shared a file" : isForward ? "forwarded a message" : undefined,
  };
}

const toFileKey = (team: string, channel: string, file: string) => `file#${team}#${channel}#${file}`;

function parseFileShared(slackEvent: SlackEvent): ParsedDelivery {
  const { type, installation, event, isAuthorized } = slackEvent;
  const { channel_id: channel, file_id, user_id } = parsePayload(fileShared(), event);
  if (!isAuthorized || !channel) return { kind: type, ignored: "unauthorized" };
  const ts = typeof event.event_ts === "string" ? event.event_ts : `${slackEvent.occurredAt}.000000`;
  const slackMessage: SlackMessage = {
    key: toFileKey(installation.team, channel, file_id),
    kind: "file",
    installation,
    channel,
    ts,
    text: "",
    authorId: user_id ?? undefined,
    isDirect: false,
    action: "shared a file",
  };
  return toWebhookEvent(slackEvent, (context) => recordMessageActivity(context, slackEvent.provider, slackMessage));
}
