import * as z from "zod";
import { mapInBatches } from "../../concurrency.ts";
import { findProviderError } from "../../http/provider-error.ts";
import { readProviderJson } from "../../http/provider-json.ts";
import { log } from "../../log.ts";
import { count } from "../../metrics.ts";
import type { Provider } from "../../oauth/definition.ts";
import { allowAbsent } from "../../provider-client/allow-absent.ts";
import { requestProvider } from "../../provider-client/request.ts";
import { toIdFailure } from "./errors.ts";
import { listMissingBodies } from "./mail/mime.ts";
import { type RawMessage, rawMessage } from "./message-view.ts";

/** The id of a message or a thread. */
export const gmailId = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/, "is not an id of Gmail's");

export interface GmailAccess {
  readonly provider: Provider;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  /** Limit of one answer. */
  readonly maxBytes?: number;
}

export interface ReadMessage {
  readonly message: RawMessage;
  /** False if only the headers could be read. */
  readonly isWhole: boolean;
}

/** Requests at a time: Gmail answers 429 to more than a few parallel requests per person. */
export const maxConcurrency = 10;
/** Limit for a message read as one of many: a Lambda holds ten at a time, with several copies of each. */
const maxMessageBytes = 1_000_000;

/** Reads a message. @throws ProviderError absent if it does not exist */
export async function readMessage(
  mailbox: GmailAccess,
  id: string,
  format: "full" | "metadata" = "full",
): Promise<RawMessage> {
  const path = `${toMessagePath(id)}?format=${format}`;
  const message = await readProviderJson(await requestProvider(mailbox, path), rawMessage, toIdFailure);
  return format === "full" ? addMissingBodies(mailbox, message) : message;
}

const toMessagePath = (id: string): string => `/users/me/messages/${encodeURIComponent(id)}`;

/** Texts fetched per message; a mail program writes one or two. */
const maxFetchedBodies = 4;

/** developers.google.com/gmail/api/reference/rest/v1/users.messages.attachments */
const bodyAnswer = z.object({ data: z.string() });

/** The message with the texts that Gmail left out. One that is too large or gone is still missing. @throws ProviderError */
export async function addMissingBodies(mailbox: GmailAccess, message: RawMessage): Promise<RawMessage> {
  const bodies = new Map<string, string>();
  for (const bodyId of listMissingBodies(message.payload).slice(0, maxFetchedBodies)) {
    try {
      const path = `${toMessagePath(message.id)}/attachments/${encodeURIComponent(bodyId)}`;
      const { data } = await readProviderJson(await requestProvider(mailbox, path), bodyAnswer, toIdFailure);
      bodies.set(bodyId, data);
    } catch (error) {
      const failure = findProviderError(error)?.kind;
      if (failure !== "absent" && failure !== "permanent") throw error;
    }
  }
  return bodies.size === 0 ? message : { ...message, bodies };
}

/** Reads a message, or only its headers if it is too large. @throws ProviderError */
export async function readMessageOrHeaders(mailbox: GmailAccess, id: string): Promise<ReadMessage> {
  try {
    return { message: await readMessage(mailbox, id), isWhole: true };
  } catch (error) {
    if (findProviderError(error)?.kind !== "permanent") throw error;
    return { message: await readMessage(mailbox, id, "metadata"), isWhole: false };
  }
}

/**
 * Reads messages and applies `use` to each, in order. Only the headers of a large message are read. A message that was deleted since
 * it was listed, or that cannot be read at all, is left out.
 * @throws ProviderError for which a retry may help
 */
export async function readMessages<T>(
  mailbox: GmailAccess,
  ids: readonly string[],
  use: (read: ReadMessage) => T | Promise<T>,
): Promise<T[]> {
  const results = await mapInBatches(ids, maxConcurrency, async (id) => {
    const read = await tryReadMessage(mailbox, id);
    return read === undefined ? [] : [await use(read)];
  });
  return results.flat();
}

async function tryReadMessage(mailbox: GmailAccess, id: string): Promise<ReadMessage | undefined> {
  try {
    return await readListedMessage(mailbox, id);
  } catch (error) {
    if (findProviderError(error)?.kind !== "permanent") throw error;
    count("MailUnreadable");
    log.warn("a mail cannot be read", { provider: mailbox.provider.id });
    return undefined;
  }
}

/**
 * Reads a message as one of many: only the headers of a large one.
 * @returns undefined if it was deleted since it was listed @throws ProviderError; permanent if it cannot be read at all
 */
export const readListedMessage = (mailbox: GmailAccess, id: string): Promise<ReadMessage | undefined> =>
  allowAbsent(readMessageOrHeaders({ ...mailbox, maxBytes: maxMessageBytes }, id));
