import * as z from "zod";
import { mapInBatches } from "../../../concurrency.ts";
import { findProviderError } from "../../../http/provider-error.ts";
import { readProviderJson } from "../../../http/provider-json.ts";
import { optionalList } from "../../../parse-lenient.ts";
import { type ApiAccess, requestProvider } from "../../../provider-client/request.ts";
import { addMissingBodies, type GmailAccess, maxConcurrency, readMessages } from "../api.ts";
import { toIdFailure } from "../errors.ts";
import { type Message, messageAnswer, rawMessage, toMessageView } from "../message-view.ts";
import { fitMessages } from "../paging.ts";

/** Messages in one answer: the latest ones of a long thread. */
const maxMessages = 100;
/** Limit for reading the whole thread in one call. */
const maxBytes = 10_000_000;

/** developers.google.com/gmail/api/reference/rest/v1/users.threads */
const thread = z.object({ id: z.string(), messages: optionalList(rawMessage) });

export const threadAnswer = () =>
  z.object({
    id: z.string(),
    /** Oldest first. */
    messages: z.array(messageAnswer()),
    /** Number of messages in the whole thread. */
    messageCount: z.number(),
    /** Number of the oldest messages that were left out because the thread is too long for one answer. */
    omitted: z.number(),
  });

/** A thread with its messages in order. @throws ProviderError */
export async function readThread(mailbox: GmailAccess, id: string): Promise<z.output<ReturnType<typeof threadAnswer>>> {
  const found = await readWholeThread(mailbox, id);
  const { messages, messageCount } = found ?? (await readMessageByMessage(mailbox, id));
  const omitted = Math.max(messageCount - maxMessages, 0);
  return { id, messages: fitMessages(messages), messageCount, omitted };
}

interface ThreadMessages {
  readonly messages: readonly Message[];
  readonly messageCount: number;
}

/** Reads a thread in one call; undefined if it is too large for that. */
async function readWholeThread(mailbox: GmailAccess, id: string): Promise<ThreadMessages | undefined> {
  try {
    const { messages } = await requestThread({ ...mailbox, maxBytes }, id, "full");
    const shown = await mapInBatches(messages.slice(-maxMessages), maxConcurrency, (message) =>
      addMissingBodies(mailbox, message),
    );
    return { messages: shown.map((message) => toMessageView(message)), messageCount: messages.length };
  } catch (error) {
    if (findProviderError(error)?.code !== "answer_too_large") throw error;
    return undefined;
  }
}

async function readMessageByMessage(mailbox: GmailAccess, id: string): Promise<ThreadMessages> {
  const { messages } = await requestThread(mailbox, id, "minimal");
  const ids = messages.slice(-maxMessages).map((message) => message.id);
  const shown = await readMessages(mailbox, ids, ({ message, isWhole }) => toMessageView(message, isWhole));
  return { messages: shown, messageCount: messages.length };
}

async function requestThread(mailbox: ApiAccess, id: string, format: "full" | "minimal") {
  const path = `/users/me/threads/${encodeURIComponent(id)}?format=${format}`;
  return readProviderJson(await requestProvider(mailbox, path), thread, toIdFailure);
}
