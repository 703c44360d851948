import * as z from "zod";

const size = z.coerce.number().int().min(1).max(250);

/** What every list takes: Google's `maxResults`, or `limit` as everywhere. */
export const paging = {
  maxResults: size.optional(),
  limit: size.optional(),
  pageToken: z
    .string()
    .regex(/^[\x21-\x7e]{1,2000}$/, "is not a page of this list")
    .optional(),
};

interface Wanted {
  readonly maxResults?: number | undefined;
  readonly limit?: number | undefined;
}

export const sizeOf = ({ maxResults, limit }: Wanted, otherwise: number): string =>
  String(maxResults ?? limit ?? otherwise);
