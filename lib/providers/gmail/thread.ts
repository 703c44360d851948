import * as z from "zod";
import { findProviderError } from "../../http/provider-error.ts";
import { readAnswer } from "../../http/provider-json.ts";
import { type ApiAccess, providerCall } from "../../oauth/provider-call.ts";
import { failureOfId } from "./failures.ts";
import { type Message, messageAnswer, messageView, rawMessage } from "./messages.ts";
import { fitTogether } from "./page-budget.ts";
import { type GmailAccess, readMessages } from "./read-message.ts";

/** Messages of one answer: those of the end, where a long conversation goes on. */
const mostMessages = 100;
/** Of the whole thread in one answer of Gmail's. */
const maxBytes = 10_000_000;

/** developers.google.com/gmail/api/reference/rest/v1/users.threads */
const thread = z.object({ id: z.string(), messages: z.array(rawMessage).default([]) });

export const threadAnswer = () =>
  z.object({
    id: z.string(),
    /** The oldest first. */
    messages: z.array(messageAnswer()),
    /** Of the whole thread. */
    messageCount: z.number(),
    /** How many of the oldest messages were left out, as the thread is too long for one answer. */
    omitted: z.number(),
  });

/** A conversation in order. @throws ProviderError */
export async function readThread(mailbox: GmailAccess, id: string): Promise<z.output<ReturnType<typeof threadAnswer>>> {
  const found = await wholeThread(mailbox, id);
  const { messages, messageCount } = found ?? (await messageByMessage(mailbox, id));
  const omitted = Math.max(messageCount - mostMessages, 0);
  return { id, messages: fitTogether(messages), messageCount, omitted };
}

interface Found {
  readonly messages: readonly Message[];
  readonly messageCount: number;
}

/** In one call; undefined for a thread that is too large for that. */
async function wholeThread(mailbox: GmailAccess, id: string): Promise<Found | undefined> {
  try {
    const { messages } = await read({ ...mailbox, maxBytes }, id, "full");
    const shown = messages.slice(-mostMessages);
    return { messages: shown.map((message) => messageView(message)), messageCount: messages.length };
  } catch (error) {
    if (findProviderError(error)?.code !== "answer_too_large") throw error;
    return undefined;
  }
}

async function messageByMessage(mailbox: GmailAccess, id: string): Promise<Found> {
  const { messages } = await read(mailbox, id, "minimal");
  const ids = messages.slice(-mostMessages).map((message) => message.id);
  const shown = await readMessages(mailbox, ids, ({ message, isWhole }) => messageView(message, isWhole));
  return { messages: shown, messageCount: messages.length };
}

async function read(mailbox: ApiAccess, id: string, format: "full" | "minimal") {
  const path = `/users/me/threads/${encodeURIComponent(id)}?format=${format}`;
  return readAnswer(await providerCall(mailbox, path), thread, failureOfId);
}
