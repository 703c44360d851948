import * as z from "zod";

/** Google's limits for events. */
const size = z.coerce.number().int().min(1).max(2500);
/** Limit of a page, so that it fits into an answer. A page may hold fewer than requested. */
const maxItems = 250;

/** The query of every list: Google's `maxResults`, or `limit` as in our other lists. */
export const paging = {
  maxResults: size.optional(),
  limit: size.optional(),
  pageToken: z
    .string()
    .regex(/^[\x21-\x7e]{1,2000}$/, "is not a page of this list")
    .optional(),
};

interface PageSizeQuery {
  readonly maxResults?: number | undefined;
  readonly limit?: number | undefined;
}

export const toPageSize = ({ maxResults, limit }: PageSizeQuery, defaultSize: number): string =>
  String(Math.min(maxResults ?? limit ?? defaultSize, maxItems));
