// Page tokens that are valid for one list only, so that a token cannot lead to anything but a page of its list.
import { createHash } from "node:crypto";
import * as z from "zod";
import { Problem } from "../../errors.ts";
import { ProviderError } from "../../http/provider-error.ts";

/** A number of a query, written in digits. */
export const numberFromOne = (max: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,6}$/, "is a number from 1 on")
    .transform(Number)
    .pipe(z.number().int().min(1).max(max));

/**
 * The parameters that select a page: a number, or a cursor for lists with cursors
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
 * The page parameters in the URL of a next page.
 * @throws ProviderError for a URL without them: treating it as the end would cut the list silently
 */
export function parsePageParameters(url: string): PageParameters {
  const query = URL.parse(url)?.searchParams;
  const parsed = pageParameters().safeParse(Object.fromEntries(query ?? []));
  const isPage = parsed.success && (parsed.data.page ?? parsed.data.after) !== undefined;
  if (!isPage) throw new ProviderError({ kind: "permanent", code: "page_unexpected" });
  return parsed.data;
}

/** A checksum without a secret: whoever forges a token still reads with their own rights only. */
const computeChecksum = (list: string, content: string) =>
  createHash("sha256")
    .update(JSON.stringify([list, content]))
    .digest("base64url")
    .slice(0, 16);

/** The token for a page. @param list path and filters, the same for all pages of a list */
export function createPageToken(list: string, parameters: PageParameters): string {
  const content = Buffer.from(JSON.stringify(parameters)).toString("base64url");
  return `${content}.${computeChecksum(list, content)}`;
}

/** The page parameters of a token. @throws Problem invalid_request for a token of another list */
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
