// The history of a mailbox: developers.google.com/gmail/api/reference/rest/v1/users.history/list
import * as z from "zod";
import { essential, optionalList } from "../../../parse-lenient.ts";
import { getFromGoogle } from "../../google/api.ts";
import type { GmailAccess } from "../api.ts";
import { messageList } from "../message-view.ts";

const decimal = z.string().regex(/^\d{1,20}$/);
const message = z.object({ id: z.string(), labelIds: z.array(z.string()).default([]) });
const record = z.object({
  id: decimal.optional(),
  messagesAdded: z.array(z.object({ message })).default([]),
  labelsAdded: z.array(z.object({ message, labelIds: z.array(z.string()).default([]) })).default([]),
});
const answer = z.object({
  history: optionalList(record),
  historyId: decimal,
  nextPageToken: essential(z.string().optional()),
});

interface HistoryPage {
  /** Ids of the mails that arrived, each once. */
  readonly arrived: readonly string[];
  /** Every change up to this id is in this page or an earlier one. */
  readonly upTo: string;
  readonly nextPageToken: string | undefined;
}

/** Records per page; a record may have several messages. */
const pageSize = 100;

/** One page of the mails that arrived after the history id `from`. @throws ProviderError absent if that id is too old (404) */
export async function readHistoryPage(access: GmailAccess, from: string, pageToken?: string): Promise<HistoryPage> {
  const query = new URLSearchParams({ startHistoryId: from, maxResults: String(pageSize) });
  for (const type of ["messageAdded", "labelAdded"]) query.append("historyTypes", type);
  if (pageToken !== undefined) query.set("pageToken", pageToken);
  const page = await getFromGoogle(access, `/users/me/history?${query}`, answer);
  const upTo =
    page.nextPageToken === undefined
      ? page.historyId
      : page.history.map(({ id = from }) => id).reduce(laterHistoryId, from);
  return { arrived: listArrivals(page.history), upTo, nextPageToken: page.nextPageToken };
}

/** New mails, and mails that were moved to the inbox, such as from spam. Drafts and spam are left out, which saves reading them. */
function listArrivals(history: readonly z.output<typeof record>[]): string[] {
  const messages = history.flatMap(({ messagesAdded, labelsAdded }) => [
    ...messagesAdded.map((added) => added.message),
    ...labelsAdded.filter(({ labelIds }) => labelIds.includes("INBOX")).map((labelled) => labelled.message),
  ]);
  return [...new Set(messages.filter(isReceivedMail).map(({ id }) => id))];
}

/** Whether a message is a received mail: no draft, spam, trash or chat, and not only sent by the owner. */
export function isReceivedMail({ labelIds }: { readonly labelIds: readonly string[] }): boolean {
  if (["DRAFT", "SPAM", "TRASH", "CHAT"].some((label) => labelIds.includes(label))) return false;
  return !labelIds.includes("SENT") || labelIds.includes("INBOX");
}

/** The later of two history ids, which are decimal integers of up to 64 bits. */
export const laterHistoryId = (one: string, other: string): string => (BigInt(one) >= BigInt(other) ? one : other);

/** The mailbox's current history id; later changes have a later one. */
export async function readCurrentHistoryId(access: GmailAccess): Promise<string> {
  const profile = await getFromGoogle(access, "/users/me/profile", z.object({ historyId: decimal }));
  return profile.historyId;
}

/** Ids of the newest messages since a time, oldest first, at most `maxCount`. @param since epoch seconds */
export async function listMailsSince(access: GmailAccess, since: number, maxCount: number): Promise<string[]> {
  const ids: string[] = [];
  let next: string | undefined;
  do {
    const query = new URLSearchParams({ q: `after:${since}`, maxResults: String(maxCount - ids.length) });
    if (next !== undefined) query.set("pageToken", next);
    const page = await getFromGoogle(access, `/users/me/messages?${query}`, messageList);
    ids.push(...page.messages.map(({ id }) => id));
    next = page.messages.length > 0 ? page.nextPageToken : undefined;
  } while (next !== undefined && ids.length < maxCount);
  return ids.slice(0, maxCount).reverse();
}
