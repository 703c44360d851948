import * as z from "zod";
import { failureOf } from "../../http/provider-failure.ts";
import type { Provider } from "../../oauth/definition.ts";
import { googleGet } from "../google-api.ts";
import { messageList, messageView, type RawMessage, rawMessage } from "./messages.ts";

const pageSize = z.coerce.number().int().min(1).max(100);

export const messageQuery = z.object({
  q: z.string().max(2000).optional(),
  maxResults: pageSize.optional(),
  limit: pageSize.optional(),
  pageToken: z.string().max(2000).optional(),
});

export interface GmailAccess {
  readonly provider: Provider;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
}

const defaultPage = 20;

/** Requests under way at a time: Gmail answers 429 to more than a few at once for one person. */
const atOnce = 10;

/** One page of messages that match. The list has ids only: each message is a call of its own. @throws ProviderFailure */
export async function searchMessages(mailbox: GmailAccess, search: z.output<typeof messageQuery>) {
  const { provider, token, fetch } = mailbox;
  const { q, pageToken, maxResults = search.limit ?? defaultPage } = search;
  const list = new URLSearchParams({
    maxResults: String(maxResults),
    ...(q ? { q } : {}),
    ...(pageToken ? { pageToken } : {}),
  });
  const page = await googleGet(provider, token, `/users/me/messages?${list}`, messageList, fetch);
  const messages: RawMessage[] = [];
  for (let at = 0; at < page.messages.length; at += atOnce) {
    const batch = page.messages.slice(at, at + atOnce).map(({ id }) => readMessage(mailbox, id));
    messages.push(...(await Promise.all(batch)).filter((message) => message !== undefined));
  }
  return { messages: messages.map(messageView), nextPageToken: page.nextPageToken };
}

/** One message; undefined when it was deleted since it was listed: the others are still there. */
export async function readMessage(
  { provider, token, fetch }: GmailAccess,
  id: string,
  format: "full" | "metadata" = "full",
): Promise<RawMessage | undefined> {
  const path = `/users/me/messages/${encodeURIComponent(id)}?format=${format}`;
  return googleGet(provider, token, path, rawMessage, fetch).catch((error: unknown) => {
    if (failureOf(error)?.class !== "absent") throw error;
    return undefined;
  });
}
