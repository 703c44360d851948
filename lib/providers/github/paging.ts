// Where the next page of one list begins, in a word that fits no other: nothing in it leads anywhere but to a page of that list.
import { createHash } from "node:crypto";
import * as z from "zod";
import { Problem } from "../../errors.ts";
import { ProviderError } from "../../http/provider-error.ts";

/**
 * What may tell one page of a list from another: a number, or a cursor where GitHub has one
 * (docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api).
 */
export const pageParameters = () =>
  z.object({
    page: z
      .string()
      .regex(/^[1-9]\d{0,6}$/)
      .optional(),
    after: z
      .string()
      .regex(/^[\w.:+/=-]{1,500}$/)
      .optional(),
  });
export type PageParameters = z.output<ReturnType<typeof pageParameters>>;

/**
 * What the address of a next page adds to its list's.
 * @throws ProviderError for an address that does not say it: an end made up by us would look like the list's own
 */
export function parsePageParameters(url: string): PageParameters {
  const query = URL.parse(url)?.searchParams;
  const parsed = pageParameters().safeParse(Object.fromEntries(query ?? []));
  const isPage = parsed.success && (parsed.data.page ?? parsed.data.after) !== undefined;
  if (!isPage) throw new ProviderError({ kind: "permanent", code: "page_unexpected" });
  return parsed.data;
}

/** A checksum, not a secret: whoever forges a token still reads with their own rights only. */
const computeChecksum = (list: string, content: string) =>
  createHash("sha256")
    .update(JSON.stringify([list, content]))
    .digest("base64url")
    .slice(0, 16);

/** @param list path and filters, the same for all pages of a list */
export function createPageToken(list: string, parameters: PageParameters): string {
  const content = Buffer.from(JSON.stringify(parameters)).toString("base64url");
  return `${content}.${computeChecksum(list, content)}`;
}

/** @throws Problem invalid_request for a token that was not made for this list */
export function readPageToken(list: string, token: string): PageParameters {
  const [content = "", sum, ...rest] = token.split(".");
  const isOurs = rest.length === 0 && sum === computeChecksum(list, content);
  const parsed = isOurs ? pageParameters().safeParse(tryParseJson(content)) : undefined;
  if (parsed?.success) return parsed.data;
  const detail = "pageToken: is not of this list, or the list was asked for with other filters.";
  throw new Problem("invalid_request", { detail, members: { field: "pageToken" } });
}

function tryParseJson(content: string): unknown {
  try {
    return JSON.parse(Buffer.from(content, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
