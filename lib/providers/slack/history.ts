import * as z from "zod";
import type { Call } from "../../oauth/data-endpoint.ts";
import { readerInOurWords } from "./in-our-words.ts";
import { metadata, nextOf, type Page, pageToken } from "./pages.ts";
import type { SlackRead } from "./read.ts";
import { requireShown } from "./shown-to.ts";

/** Names a message within its channel: seconds and a number. */
export const messageTs = () => z.string().regex(/^\d{1,12}\.\d{1,8}$/, "is not a message's timestamp");

const moment = () => z.string().regex(/^\d{1,12}(\.\d{1,8})?$/, "is not a timestamp in seconds");

/**
 * `oldest` and `latest`, seconds since 1970, are left out themselves. `thread_ts` asks for that thread.
 * Apps sold outside of Slack's marketplace get 15 messages at a time, once a minute: a page may hold fewer than `limit`.
 */
export const historyQuery = () => ({
  limit: z.coerce.number().int().min(1).max(999).default(100),
  pageToken: pageToken(),
  oldest: moment().optional(),
  latest: moment().optional(),
  thread_ts: messageTs().optional(),
});
type HistoryWish = z.output<z.ZodObject<ReturnType<typeof historyQuery>>>;

const maybe = () => z.string().optional();

/** As Slack has it, without what only its own clients draw; text in Slack's markup (docs.slack.dev/messaging/formatting-message-text). */
export const slackMessage = () =>
  z.object({
    ts: z.string(),
    type: z.string(),
    subtype: maybe(),
    user: maybe(),
    bot_id: maybe(),
    username: maybe(),
    text: z.string(),
    thread_ts: maybe(),
    reply_count: z.number().optional(),
    latest_reply: maybe(),
    edited: z.object({ user: maybe(), ts: z.string() }).optional(),
    reactions: z.array(z.object({ name: z.string(), count: z.number(), users: z.array(z.string()) })).optional(),
    files: z.array(z.object({ id: z.string(), name: maybe(), mimetype: maybe(), permalink: maybe() })).optional(),
  });
type HistoryMessage = z.output<ReturnType<typeof slackMessage>>;

/** Through the bot, only what is shown to the person as well. @throws Problem, ProviderError */
export async function readChannel(
  call: Call,
  speaker: "bot" | "user",
  wanted: HistoryWish & { readonly channel: string },
): Promise<Page<HistoryMessage>> {
  const read = readerInOurWords(call);
  if (speaker === "bot") await requireShown(read, call, wanted.channel);
  return readHistory(read, wanted);
}

/** conversations.history, newest first, or conversations.replies, oldest first. @throws ProviderError */
export async function readHistory(
  read: SlackRead,
  { channel, limit, pageToken, oldest, latest, thread_ts }: HistoryWish & { readonly channel: string },
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
  return { items: answer.messages.map(shape), ...nextOf(answer.response_metadata) };
}

const historyPage = () => z.object({ messages: z.array(rawMessage()), response_metadata: metadata() });

/** One odd field of one message is no reason to show none of them. */
const rawMessage = () => {
  const { shape } = slackMessage();
  const lenient = Object.entries<z.ZodType>(shape).map(([name, field]) => [name, field.optional().catch(undefined)]);
  return z.object({ ...Object.fromEntries(lenient), ts: shape.ts }) as unknown as z.ZodType<
    Partial<HistoryMessage> & Pick<HistoryMessage, "ts">
  >;
};

const shape = ({ type = "message", text = "", ...raw }: Partial<HistoryMessage> & Pick<HistoryMessage, "ts">) => ({
  ...raw,
  type,
  text,
});
