// Lists that Slack gives page by page (docs.slack.dev/apis/web-api/pagination).
import * as z from "zod";
import { findProviderError } from "../../http/provider-error.ts";

/** A cursor of Slack's, handed back as it came: it travels in a form and is nothing but a value there. */
export const pageToken = () =>
  z
    .string()
    .regex(/^[\x21-\x7e]{1,500}$/, "is not a page token")
    .optional();

/** Without a limit, all there is. */
export const listQuery = () => ({ limit: z.coerce.number().int().min(1).max(1000).optional(), pageToken: pageToken() });

export interface PageRequest {
  readonly limit?: number | undefined;
  readonly pageToken?: string | undefined;
}

export interface Page<T> {
  readonly items: T[];
  /** Absent at the end of the list, and only there. */
  readonly nextPageToken?: string | undefined;
}

/** Of an answer. At the end of a list it is empty or missing. */
export const responseMetadata = () => z.object({ next_cursor: z.string().nullish() }).nullish();

export const toNextPageToken = (of: z.output<ReturnType<typeof responseMetadata>>): { nextPageToken?: string } =>
  of?.next_cursor ? { nextPageToken: of.next_cursor } : {};

/** A list for an hour; the beginning of one for a minute, or a large workspace would be read without end. */
export const computeCacheSeconds = ({ nextPageToken }: Page<unknown>): number =>
  nextPageToken === undefined ? 3600 : 60;

/** Slack advises 200 and allows 1000; 500 are well below what one answer may hold. */
const pageSize = 500;
/** Such methods may be called about twenty times a minute (Tier 2). */
const maxPages = 20;
/** What is left of a request's time is enough for the last page. */
const readTimeoutMs = 14_000;

/**
 * One page where a limit is given, else all pages, as far as calls and time allow: `nextPageToken` is where to go on.
 * A page may hold fewer than its limit, even none: only a missing cursor ends a list.
 * @throws ProviderError when not even the first page can be had
 */
export async function readPages<T>(
  { limit, pageToken = "" }: PageRequest,
  read: (fields: Readonly<Record<string, string>>) => Promise<Page<T>>,
  clock: () => number = () => performance.now(),
): Promise<Page<T>> {
  const until = clock() + readTimeoutMs;
  const items: T[] = [];
  let cursor = pageToken;
  for (let page = 0; page < (limit === undefined ? maxPages : 1); page++) {
    if (page > 0 && clock() >= until) break;
    const asked = read({ limit: String(limit ?? pageSize), ...(cursor === "" ? {} : { cursor }) });
    const found = await (page === 0 ? asked : asked.catch(undefinedIfTemporary));
    if (found === undefined) break;
    items.push(...found.items);
    cursor = found.nextPageToken ?? "";
    if (cursor === "") return { items };
  }
  return { items, nextPageToken: cursor };
}

/** Limited or disturbed half-way: what was read so far is an answer, and says where to go on. */
function undefinedIfTemporary(error: unknown): undefined {
  if (!["rate", "transient"].includes(findProviderError(error)?.kind ?? "")) throw error;
}
