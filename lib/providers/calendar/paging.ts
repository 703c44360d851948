import * as z from "zod";

/** What Google takes for events. */
const size = z.coerce.number().int().min(1).max(2500);
/** A page may hold fewer than were asked for, so that it fits into an answer. */
const maxItems = 250;

/** What every list takes: Google's `maxResults`, or `limit` as everywhere. */
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

export const toPageSize = ({ maxResults, limit }: PageSizeQuery, otherwise: number): string =>
  String(Math.min(maxResults ?? limit ?? otherwise, maxItems));
