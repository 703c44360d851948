// Searches messages, with user tokens only and by page number: docs.slack.dev/reference/methods/search.messages
import * as z from "zod";
import { essential } from "../../../parse-lenient.ts";
import type { Page } from "../paging.ts";
import { fitLayouts, layout, readText } from "./message-layout.ts";
import type { SlackRead } from "./reader.ts";

/** Slack's limits: 100 pages of 100 results. */
const maxPages = 100;

/** Half of what other answers have: this one holds its messages under two names. */
const maxLayoutLength = 500_000;

export const searchQuery = () => ({
  q: z.string().trim().min(1, "asks for nothing").max(500),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  pageToken: z
    .string()
    .max(40)
    .transform((token, context) => parsePageToken(token) ?? addTokenIssue(context))
    .optional(),
});
type SearchQuery = z.output<z.ZodObject<ReturnType<typeof searchQuery>>>;

const createPageToken = (page: number): string => Buffer.from(`page:${page}`).toString("base64url");

function parsePageToken(token: string): number | undefined {
  const page = Number(/^page:(\d{1,3})$/.exec(Buffer.from(token, "base64url").toString("latin1"))?.[1]);
  return page > 1 && page <= maxPages && createPageToken(page) === token ? page : undefined;
}

function addTokenIssue(context: z.RefinementCtx): never {
  context.addIssue({ code: "custom", message: "is not a page token" });
  return z.NEVER;
}

export const foundMessage = () =>
  z.object({
    ts: z.string(),
    channel: z.object({ id: z.string(), name: z.string() }),
    channelId: z.string(),
    user: z.string().optional(),
    username: z.string().optional(),
    text: z.string(),
    permalink: z.string().optional(),
    ...layout(),
  });
type FoundMessage = z.output<ReturnType<typeof foundMessage>>;

export interface SearchResult extends Page<FoundMessage> {
  /** Number of results on all pages. */
  readonly total: number;
}

/** A page of matching messages, newest first. @throws ProviderError */
export async function searchMessages(
  read: SlackRead,
  { q, limit, pageToken: page = 1 }: SearchQuery,
): Promise<SearchResult> {
  const fields = { query: q, count: String(limit), page: String(page), sort: "timestamp", sort_dir: "desc" };
  const { matches, paging, total } = (await read("search.messages", fields, searchResponse())).messages;
  const hasMore = page < Math.min(paging?.pages ?? 1, maxPages);
  return {
    items: fitLayouts(matches.map(toFoundMessage), maxLayoutLength),
    total: total ?? paging?.total ?? matches.length,
    ...(hasMore ? { nextPageToken: createPageToken(page + 1) } : {}),
  };
}

const optionalText = () => z.string().nullish();

const searchMatch = () =>
  z.object({
    ts: z.string(),
    channel: z.object({ id: z.string(), name: optionalText() }),
    user: optionalText(),
    username: optionalText(),
    text: optionalText(),
    permalink: optionalText(),
    ...layout(),
  });

const searchResponse = () =>
  z.object({
    messages: z.object({
      matches: z.array(searchMatch()),
      total: z.number().nullish(),
      paging: essential(z.object({ pages: z.number().nullish(), total: z.number().nullish() }).nullish()),
    }),
  });

function toFoundMessage({
  ts,
  channel,
  user,
  username,
  permalink,
  ...content
}: z.output<ReturnType<typeof searchMatch>>): FoundMessage {
  return {
    ts,
    channel: { id: channel.id, name: channel.name ?? "" },
    channelId: channel.id,
    ...(user ? { user } : {}),
    ...(username ? { username } : {}),
    ...content,
    text: readText(content),
    ...(permalink ? { permalink } : {}),
  };
}
