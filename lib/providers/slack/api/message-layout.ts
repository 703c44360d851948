// Blocks and attachments of listed messages, as Slack gives them.
import * as z from "zod";
import { type MessageContent, readMessageContent } from "../message-content.ts";

/** docs.slack.dev/reference/block-kit/blocks and docs.slack.dev/messaging/formatting-message-text#attachments */
export const layout = () => ({
  blocks: z.array(z.looseObject({ type: z.string() })).optional(),
  attachments: z.array(z.looseObject({})).optional(),
});

/** Slack's own text, or else what the blocks and attachments say. */
export const readText = (message: MessageContent): string =>
  message.text?.trim() ? message.text : readMessageContent(message);

/** Characters of all blocks and attachments in one answer, which may hold them twice and is limited to 6 MB by Lambda. */
const maxLayoutLength = 1_000_000;

type WithLayout = Partial<Record<keyof ReturnType<typeof layout>, unknown>>;

/** Leaves out the blocks and attachments of messages for which an answer has no more room; their text says the same. */
export function fitLayouts<T extends WithLayout>(messages: readonly T[], maxLength = maxLayoutLength): T[] {
  let left = maxLength;
  return messages.map((message) => {
    const { blocks, attachments, ...rest } = message;
    const length = measureJson({ blocks, attachments });
    if (length > left) return rest as T;
    left -= length;
    return message;
  });
}

/** The length of a value as JSON; infinite for one that is nested too deep to be written. */
function measureJson(value: unknown): number {
  try {
    return JSON.stringify(value).length;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
