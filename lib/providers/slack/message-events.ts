import type { ParsedDelivery } from "../../webhooks/reading.ts";
import { shaped } from "../../webhooks/shaped.ts";
import { fileShared, type Message, message } from "./event-shapes.ts";
import { type SlackEvent, webhookEvent } from "./occasion.ts";
import { type SlackMessage, tell } from "./tell.ts";

/**
 * Subtypes that say something. What was edited or deleted later stays told as it was said; joins, topics and the like come as
 * events of their own, or are no news (docs.slack.dev/reference/events/message#subtypes).
 */
const spoken = new Set([undefined, "thread_broadcast", "me_message", "file_share", "bot_message"]);

export function readMessage(slackEvent: SlackEvent): ParsedDelivery | undefined {
  const { type, subtype, event, isAuthorized } = slackEvent;
  if (type === "file_shared") return readFileShared(slackEvent);
  if (type !== "message" && type !== "app_mention") return undefined;
  if (!spoken.has(subtype)) return { kind: type, ignored: "subtype" };
  const found = shaped(message(), event);
  if (isOwn(slackEvent, found)) return { kind: type, ignored: "own" };
  if (!isAuthorized) return { kind: type, ignored: "unauthorized" };
  const said = saidIn(slackEvent, found);
  if (said === undefined) return { kind: type, ignored: "empty" };
  return webhookEvent(slackEvent, (context) => tell(context, slackEvent.provider, said));
}

/** What the app has posted as itself. What people post through it is theirs. */
const isOwn = ({ app }: SlackEvent, { user, app_id }: Message): boolean =>
  app !== undefined && app_id === app && (user ?? undefined) === undefined;

function saidIn({ installation }: SlackEvent, found: Message): SlackMessage | undefined {
  const { channel, ts, user, thread_ts, files, username, bot_profile } = found;
  const place = { installation, channel, ts, by: user ?? undefined, thread: thread_ts ?? undefined };
  const names = (files ?? []).map(({ title, name }) => title || name || "a file");
  const text = found.text ?? "";
  const [file] = files ?? [];
  // The same message also comes as a mention of the app, and what was shared without a word as a shared file.
  const isFile = text.trim() === "" && file !== undefined;
  if (text.trim() === "" && !isFile) return undefined;
  return {
    ...place,
    key: isFile ? fileKey(installation.team, channel, file.id) : `message#${installation.team}#${channel}#${ts}`,
    kind: isFile ? "file" : "message",
    text: isFile ? names.join(", ") : text,
    byName: username ?? bot_profile?.name ?? undefined,
    isDirect: found.channel_type === "im",
    isPublic: found.channel_type === "channel",
    deed: isFile ? "shared a file" : undefined,
  };
}

const fileKey = (team: string, channel: string, file: string) => `file#${team}#${channel}#${file}`;

function readFileShared(slackEvent: SlackEvent): ParsedDelivery {
  const { type, installation, event, isAuthorized } = slackEvent;
  const { channel_id: channel, file_id, user_id } = shaped(fileShared(), event);
  if (!isAuthorized || !channel) return { kind: type, ignored: "unauthorized" };
  const ts = typeof event.event_ts === "string" ? event.event_ts : `${slackEvent.occurredAt}.000000`;
  const said: SlackMessage = {
    key: fileKey(installation.team, channel, file_id),
    kind: "file",
    installation,
    channel,
    ts,
    text: "",
    by: user_id ?? undefined,
    isDirect: false,
    deed: "shared a file",
  };
  return webhookEvent(slackEvent, (context) => tell(context, slackEvent.provider, said));
}
