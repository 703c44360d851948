import * as z from "zod";
import type { Provider } from "../../oauth/definition.ts";
import { googleGet } from "../google-api.ts";
import { messageList, messageView, rawMessage } from "./messages.ts";

const pageSize = z.coerce.number().int().min(1).max(100);

export const messageQuery = z.object({
  q: z.string().max(2000).optional(),
  maxResults: pageSize.optional(),
  limit: pageSize.optional(),
  pageToken: z.string().max(2000).optional(),
});

interface Mailbox {
  readonly provider: Provider;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
}

const defaultPage = 20;

/** One page of messages that match. The list has ids only: each message is a call of its own, all at once. @throws ProviderFailure */
export async function searchMessages({ provider, token, fetch }: Mailbox, search: z.output<typeof messageQuery>) {
  const { q, pageToken, maxResults = search.limit ?? defaultPage } = search;
  const list = new URLSearchParams({
    maxResults: String(maxResults),
    ...(q ? { q } : {}),
    ...(pageToken ? { pageToken } : {}),
  });
  const page = await googleGet(provider, token, `/users/me/messages?${list}`, messageList, fetch);
  const messages = page.messages.map(({ id }) =>
    googleGet(provider, token, `/users/me/messages/${encodeURIComponent(id)}?format=full`, rawMessage, fetch),
  );
  return { messages: (await Promise.all(messages)).map(messageView), nextPageToken: page.nextPageToken };
}
