import * as z from "zod";
import { Problem } from "../../../errors.ts";
import { findProviderError } from "../../../http/provider-error.ts";
import { readProviderJson } from "../../../http/provider-json.ts";
import { requestProvider } from "../../../provider-client/request.ts";
import { type GmailAccess, readMessages } from "../api.ts";
import { toListFailure } from "../errors.ts";
import { type Message, messageList, toMessageView, truncateBody } from "../message-view.ts";
import { fitMessages } from "../paging.ts";

/** Gmail's limits. */
const pageSize = z.coerce.number().int().min(1).max(500);
/** Limit of a page, because each message is a call. A page may hold fewer than requested. */
const maxMessages = 100;

export const messageQuery = z.object({
  q: z.string().max(2000).optional(),
  maxResults: pageSize.optional(),
  limit: pageSize.optional(),
  pageToken: z.string().max(2000).optional(),
});

/** The query of a search, which needs its words. */
export const searchQuery = messageQuery.extend({ q: z.string().min(1).max(2000) });

const defaultPageSize = 20;

/** Characters of one body in a list; reading the message by its id gives all of it. */
const maxListedBodyLength = 100_000;

interface MessagePage {
  readonly messages: Message[];
  readonly nextPageToken: string | undefined;
}

/**
 * One page of matching messages. Gmail's list has only ids, so each message is a call.
 * @param copies how often the answer holds each message, see `fitMessages`
 * @throws Problem invalid_request for a page token that Gmail does not know; ProviderError
 */
export async function searchMessages(
  mailbox: GmailAccess,
  search: z.output<typeof messageQuery>,
  copies?: number,
): Promise<MessagePage> {
  const { q, pageToken, maxResults = search.limit ?? defaultPageSize } = search;
  const query = new URLSearchParams({
    maxResults: String(Math.min(maxResults, maxMessages)),
    ...(q ? { q } : {}),
    ...(pageToken ? { pageToken } : {}),
  });
  const { messages: listed, nextPageToken } = await listMessages(mailbox, query);
  const ids = listed.map(({ id }) => id);
  const messages = await readMessages(mailbox, ids, ({ message, isWhole }) =>
    truncateBody(toMessageView(message, isWhole), maxListedBodyLength),
  );
  return { messages: fitMessages(messages, copies), nextPageToken };
}

/** One page of message ids. @throws Problem invalid_request for a page token that Gmail does not know; ProviderError */
export async function listMessages(mailbox: GmailAccess, query: URLSearchParams) {
  try {
    return await readProviderJson(
      await requestProvider(mailbox, `/users/me/messages?${query}`),
      messageList,
      toListFailure,
    );
  } catch (error) {
    if (findProviderError(error)?.code !== "invalid_page_token") throw error;
    const detail = "pageToken: is none that Gmail has given for this search. Begin again without it.";
    throw new Problem("invalid_request", { detail, members: { field: "pageToken" } });
  }
}
