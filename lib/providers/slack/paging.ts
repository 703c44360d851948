// Slack's cursor pagination: docs.slack.dev/apis/web-api/pagination
import * as z from "zod";
import { findProviderError } from "../../http/provider-error.ts";
import { essential } from "../../parse-lenient.ts";

/** Slack's cursor, unchanged. It is sent as a form value, so it needs no further check. */
export const pageToken = () =>
  z
    .string()
    .regex(/^[\x21-\x7e]{1,500}$/, "is not a page token")
    .optional();

/** Without a limit, the whole list. */
export const listQuery = () => ({ limit: z.coerce.number().int().min(1).max(1000).optional(), pageToken: pageToken() });

export interface PageRequest {
  readonly limit?: number | undefined;
  readonly pageToken?: string | undefined;
}

export interface Page<T> {
  readonly items: T[];
  /** Absent only at the end of the list. */
  readonly nextPageToken?: string | undefined;
}

/** Part of an answer; the cursor is empty or missing at the end of a list. */
export const responseMetadata = () => essential(z.object({ next_cursor: z.string().nullish() }).nullish());

export const toNextPageToken = (metadata: z.output<ReturnType<typeof responseMetadata>>): { nextPageToken?: string } =>
  metadata?.next_cursor ? { nextPageToken: metadata.next_cursor } : {};

/** An hour for a complete list. A minute for an incomplete one, so that a large workspace is not read again on every request. */
export const computeCacheSeconds = ({ nextPageToken }: Page<unknown>): number =>
  nextPageToken === undefined ? 3600 : 60;

/** Slack recommends 200 and allows 1000; 500 stay well below our limit for one answer. */
const pageSize = 500;
/** List methods may be called about twenty times a minute (Tier 2). */
const maxPages = 20;
/** After this no further page is read: a person waits, and `nextPageToken` continues. */
const readTimeoutMs = 5000;

/**
 * Reads one page if a limit is given, otherwise all pages within `maxPages` and `readTimeoutMs`; `nextPageToken` continues.
 * A page may hold fewer items than its limit, even none: only a missing cursor ends a list.
 * @throws ProviderError if the first page cannot be read
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
    const reading = read({ limit: String(limit ?? pageSize), ...(cursor === "" ? {} : { cursor }) });
    const found = await (page === 0 ? reading : reading.catch(undefinedIfTemporary));
    if (found === undefined) break;
    items.push(...found.items);
    cursor = found.nextPageToken ?? "";
    if (cursor === "") return { items };
  }
  return { items, nextPageToken: cursor };
}

/** A temporary failure after the first page: the pages read so far are the answer. */
function undefinedIfTemporary(error: unknown): undefined {
  if (!["rate", "transient"].includes(findProviderError(error)?.kind ?? "")) throw error;
}
