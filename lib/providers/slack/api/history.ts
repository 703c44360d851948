import * as z from "zod";
import type { ProviderCallContext } from "../../../provider-client/data-endpoint.ts";
import { type Page, pageToken, responseMetadata, toNextPageToken } from "../paging.ts";
import { assertChannelMember } from "./channel-access.ts";
import { fitLayouts, layout, readText } from "./message-layout.ts";
import { createUserReader, type SlackRead } from "./reader.ts";

/** Identifies a message within its channel: epoch seconds and a sequence number. */
export const messageTs = () => z.string().regex(/^\d{1,12}\.\d{1,8}$/, "is not a message's timestamp");

const secondsTimestamp = () => z.string().regex(/^\d{1,12}(\.\d{1,8})?$/, "is not a timestamp in seconds");

/**
 * `oldest` and `latest` are epoch seconds and exclusive. `thread_ts` selects a thread.
 * Apps sold outside Slack's marketplace get 15 messages per call, once a minute, so a page may hold fewer than `limit`.
 */
export const historyQuery = () => ({
  limit: z.coerce.number().int().min(1).max(999).default(100),
  pageToken: pageToken(),
  oldest: secondsTimestamp().optional(),
  latest: secondsTimestamp().optional(),
  thread_ts: messageTs().optional(),
});
type HistoryQuery = z.output<z.ZodObject<ReturnType<typeof historyQuery>>>;

const optionalText = () => z.string().optional();

/**
 * Slack's message without the fields that only its own clients need. Texts are in Slack's markup
 * (docs.slack.dev/messaging/formatting-message-text); `text` is what the blocks and attachments say where Slack's own is empty.
 */
export const slackMessage = () =>
  z.object({
    ts: z.string(),
    type: z.string(),
    subtype: optionalText(),
    user: optionalText(),
    bot_id: optionalText(),
    username: optionalText(),
    text: z.string(),
    thread_ts: optionalText(),
    reply_count: z.number().optional(),
    latest_reply: optionalText(),
    edited: z.object({ user: optionalText(), ts: z.string() }).optional(),
    reactions: z.array(z.object({ name: z.string(), count: z.number(), users: z.array(z.string()) })).optional(),
    files: z
      .array(z.object({ id: z.string(), name: optionalText(), mimetype: optionalText(), permalink: optionalText() }))
      .optional(),
    ...layout(),
  });
type HistoryMessage = z.output<ReturnType<typeof slackMessage>>;

/** A page of a channel's messages; through the bot, only if the person may see the channel too. @throws Problem, ProviderError */
export async function readChannelHistory(
  call: ProviderCallContext,
  speaker: "bot" | "user",
  wanted: HistoryQuery & { readonly channel: string },
): Promise<Page<HistoryMessage>> {
  const read = createUserReader(call);
  if (speaker === "bot") await assertChannelMember(read, call, wanted.channel);
  return readHistory(read, wanted);
}

/** conversations.history, newest first, or conversations.replies, oldest first. @throws ProviderError */
export async function readHistory(
  read: SlackRead,
  { channel, limit, pageToken, oldest, latest, thread_ts }: HistoryQuery & { readonly channel: string },
): Promise<Page<HistoryMessage>> {
  const fields = {
    channel,
    limit: String(limit),
    ...(pageToken === undefined ? {} : { cursor: pageToken }),
    ...(oldest === undefined ? {} : { oldest }),
    ...(latest === undefined ? {} : { latest }),
    ...(thread_ts === undefined ? {} : { ts: thread_ts }),
  };
  const method = thread_ts === undefined ? "conversations.history" : "conversations.replies";
  const answer = await read(method, fields, historyPage());
  return { items: fitLayouts(answer.messages.map(toMessage)), ...toNextPageToken(answer.response_metadata) };
}

const historyPage = () =>
  z.object({
    messages: z.array(slackMessage().partial({ type: true, text: true })),
    response_metadata: responseMetadata(),
  });
type RawMessage = z.output<ReturnType<typeof historyPage>>["messages"][number];

const toMessage = ({ type = "message", ...raw }: RawMessage): HistoryMessage => ({ ...raw, type, text: readText(raw) });
