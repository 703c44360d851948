import * as z from "zod";
import { mapInBatches } from "../../concurrency.ts";
import { findProviderError } from "../../http/provider-error.ts";
import { readProviderJson } from "../../http/provider-json.ts";
import { log } from "../../log.ts";
import { count } from "../../metrics.ts";
import type { Provider } from "../../oauth/definition.ts";
import { requestProvider } from "../../provider-client/request.ts";
import { toIdFailure } from "./errors.ts";
import { type RawMessage, rawMessage } from "./message-view.ts";

/** Of a message or a thread. */
export const gmailId = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/, "is not an id of Gmail's");

export interface GmailAccess {
  readonly provider: Provider;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  /** Of one answer. */
  readonly maxBytes?: number;
}

interface ReadMessage {
  readonly message: RawMessage;
  /** False when only its headers could be read. */
  readonly isWhole: boolean;
}

/** Requests under way at a time: Gmail answers 429 to more than a few at once for one person. */
const maxConcurrency = 10;
/** Bytes of a message that is one among many: a Lambda holds ten of them side by side, each several times over. */
const maxMessageBytes = 1_000_000;

/** One message. @throws ProviderError absent where there is none */
export async function readMessage(mailbox: GmailAccess, id: string, format: "full" | "metadata" = "full") {
  const path = `/users/me/messages/${encodeURIComponent(id)}?format=${format}`;
  return readProviderJson(await requestProvider(mailbox, path), rawMessage, toIdFailure);
}

/** One message, or its headers where it is too large. @throws ProviderError */
export async function readMessageOrHeaders(mailbox: GmailAccess, id: string): Promise<ReadMessage> {
  try {
    return { message: await readMessage(mailbox, id), isWhole: true };
  } catch (error) {
    if (findProviderError(error)?.kind !== "permanent") throw error;
    return { message: await readMessage(mailbox, id, "metadata"), isWhole: false };
  }
}

/**
 * What becomes of each message, in their order. Of a large one only the headers are read. One that was deleted since it was listed is left out, and one that cannot be
 * read at all too: the others are still there.
 * @throws ProviderError worth another try
 */
export async function readMessages<T>(
  mailbox: GmailAccess,
  ids: readonly string[],
  use: (read: ReadMessage) => T | Promise<T>,
): Promise<T[]> {
  const used = await mapInBatches(ids, maxConcurrency, async (id) => {
    const read = await tryReadMessage({ ...mailbox, maxBytes: maxMessageBytes }, id);
    return read === undefined ? [] : [await use(read)];
  });
  return used.flat();
}

async function tryReadMessage(mailbox: GmailAccess, id: string): Promise<ReadMessage | undefined> {
  try {
    return await readMessageOrHeaders(mailbox, id);
  } catch (error) {
    const failure = findProviderError(error)?.kind;
    if (failure !== "absent" && failure !== "permanent") throw error;
    if (failure === "permanent") {
      count("MailUnreadable");
      log.warn("a mail cannot be read", { provider: mailbox.provider.id });
    }
    return undefined;
  }
}
