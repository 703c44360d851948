// Posts, changes and deletes messages. A call without an answer may have been carried out, so it is never repeated.
import type { KnownBlock, WebClient } from "@slack/web-api";
import * as z from "zod";
import { sendOnce } from "../../../http/provider-problem.ts";
import { callSlack } from "../api.ts";
import { withSlackProblems } from "../errors.ts";
import { messageTs } from "./history.ts";

/** Levels of nested objects and lists; Slack's Block Kit has about ten. */
const maxDepth = 40;

const isWithinDepth = (value: unknown, levels: number): boolean =>
  typeof value !== "object" ||
  value === null ||
  (levels > 0 && Object.values(value).every((inner) => isWithinDepth(inner, levels - 1)));

/** docs.slack.dev/reference/methods/chat.postMessage: text up to 40,000 characters, 50 blocks. */
const content = {
  text: z.string().min(1).max(40_000),
  blocks: z
    .array(z.looseObject({ type: z.string() }))
    .max(50)
    .refine((blocks) => isWithinDepth(blocks, maxDepth), "are nested too deep")
    .optional(),
};

export const channelName = z.string().min(1).max(80);

/** A message by channel and timestamp. */
export const messageRef = z.object({ channel: channelName, ts: messageTs() });

/** The content of a message without its channel. */
export const reply = z.object({ ...content, thread_ts: messageTs().optional() });

/** Without `channel`, the settings' default channel is used. */
export const newMessage = reply.extend({ channel: channelName.optional() });

export const messageChange = messageRef.extend(content);

export const postedMessage = () =>
  z.object({ channel: z.string(), ts: z.string(), text: z.string(), thread_ts: z.string().optional() });
type PostedMessage = z.output<ReturnType<typeof postedMessage>>;

type Blocks = z.output<typeof reply>["blocks"];

/** Slack checks the blocks; here only their outer shape is checked. */
const toBlocks = (blocks: Blocks) => (blocks ? { blocks: blocks as unknown as KnownBlock[] } : {});

/** @throws Problem for errors that the caller can fix or must know about; ProviderError */
const sendChange = <T>(call: () => Promise<T>): Promise<T> => withSlackProblems(() => sendOnce(() => callSlack(call)));

/** Posts a message, once. @throws Problem, ProviderError */
export async function postMessage(
  client: WebClient,
  message: z.output<typeof reply> & { readonly channel: string },
): Promise<PostedMessage> {
  const { channel, text, blocks, thread_ts } = message;
  const thread = thread_ts ? { thread_ts } : {};
  const answer = await sendChange(() => client.chat.postMessage({ channel, text, ...toBlocks(blocks), ...thread }));
  return { channel: answer.channel ?? channel, ts: answer.ts ?? "", text, ...thread };
}

/** Changes a message of the token's owner; without `blocks` Slack keeps the old ones. @throws Problem, ProviderError */
export async function updateMessage(
  client: WebClient,
  { channel, ts, text, blocks }: z.output<typeof messageChange>,
): Promise<PostedMessage> {
  const answer = await sendChange(() => client.chat.update({ channel, ts, text, ...toBlocks(blocks) }));
  return { channel: answer.channel ?? channel, ts: answer.ts ?? ts, text };
}

/** Deletes a message of the token's owner. @throws Problem, ProviderError */
export async function deleteMessage(
  client: WebClient,
  { channel, ts }: z.output<typeof messageRef>,
): Promise<{ channel: string; ts: string }> {
  const answer = await sendChange(() => client.chat.delete({ channel, ts }));
  return { channel: answer.channel ?? channel, ts: answer.ts ?? ts };
}
