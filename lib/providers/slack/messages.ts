import type { KnownBlock, WebClient } from "@slack/web-api";
import * as z from "zod";
import { slackCall } from "./api.ts";

/** docs.slack.dev/reference/methods/chat.postMessage: text up to 40,000 characters, 50 blocks. */
export const newMessage = z.object({
  channel: z.string().min(1).max(80),
  text: z.string().min(1).max(40_000),
  blocks: z
    .array(z.looseObject({ type: z.string() }))
    .max(50)
    .optional(),
  thread_ts: z
    .string()
    .regex(/^\d{1,12}\.\d{1,8}$/, "is not a message's timestamp")
    .optional(),
});

export interface PostedMessage {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly thread_ts?: string;
}

/** Posts a message. Never sent twice: a call without an answer may have been carried out. @throws ProviderFailure */
export async function postMessage(client: WebClient, message: z.output<typeof newMessage>): Promise<PostedMessage> {
  const { channel, text, blocks, thread_ts } = message;
  const answer = await slackCall(() =>
    client.chat.postMessage({
      channel,
      text,
      // Blocks are checked by Slack, which knows its own kit; here they only have to be blocks.
      ...(blocks ? { blocks: blocks as unknown as KnownBlock[] } : {}),
      ...(thread_ts ? { thread_ts } : {}),
    }),
  );
  return { channel: answer.channel ?? channel, ts: answer.ts ?? "", text, ...(thread_ts ? { thread_ts } : {}) };
}
