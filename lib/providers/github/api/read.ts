// Reads for data endpoints. Every read asks GitHub, conditionally: an unchanged answer does not count against the rate limit
// (docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api, "conditional requests").
import * as z from "zod";
import { Problem } from "../../../errors.ts";
import { findProviderError } from "../../../http/provider-error.ts";
import { parseAnswer, readProviderJson } from "../../../http/provider-json.ts";
import type { Provider } from "../../../oauth/definition.ts";
import type { DataRequest, ProviderCallContext } from "../../../provider-client/data-endpoint.ts";
import { type AnswerWithEtag, callRevalidated } from "../../../provider-client/revalidate.ts";
import { callGithub, parseNextLink } from "../api.ts";
import { toDetailedFailure, toGithubProblem } from "../errors.ts";
import {
  createPageToken,
  numberFromOne,
  type PageParameters,
  pageParameters,
  parsePageParameters,
  readPageToken,
} from "../paging.ts";

/** The query of every list: ours, and GitHub's own (docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api). */
export const paging = {
  limit: z.coerce.number().int().min(1).max(100).default(30),
  pageToken: z.string().max(1000).optional(),
  per_page: numberFromOne(100)
    .optional()
    .describe("GitHub's name of `limit`, and the one that counts where both are there."),
  page: numberFromOne(9_999_999).optional().describe("The number of a page, from 1 on; not together with `pageToken`."),
};

/** Raised when the schema of a cached answer gets a member: an unchanged answer of before would not have it. */
const cachedShape = 2;

type Parameters = Readonly<Record<string, string | number | undefined>>;

/** Reads one resource. @param path its parts are escaped by the caller @throws Problem */
export function readGithubResource<S extends z.ZodType>(
  provider: Provider,
  request: DataRequest,
  path: string,
  schema: S,
): Promise<z.output<S>> {
  const ask = (call: ProviderCallContext, etag: string | undefined) =>
    readConditionally(call, { path, etag }, (response) => readProviderJson(response, schema, toDetailedFailure));
  return callRevalidated(provider, request, { target: toCacheTarget(path), schema, ask });
}

/** A request for a list. All other parameters of its query are filters, under GitHub's names. */
interface ListRequest extends Pick<DataRequest, "user" | "origin"> {
  readonly query: Parameters & {
    readonly account?: string | undefined;
    readonly limit: number;
    readonly pageToken?: string | undefined;
    readonly per_page?: number | undefined;
    readonly page?: number | undefined;
  };
}

interface GithubList<S extends z.ZodType> {
  /** The caller escapes its parts. */
  readonly path: string;
  readonly item: S;
  /** The status that GitHub answers for an empty list, if it is an error. */
  readonly emptyStatus?: number;
}

/** Reads a page of a list, and the token of the next page if there is one. @throws Problem */
export async function readGithubList<S extends z.ZodType>(
  provider: Provider,
  { user, origin, query: wanted }: ListRequest,
  { path, item, emptyStatus }: GithubList<S>,
): Promise<{ items: z.output<S>[]; nextPageToken?: string }> {
  const { account, limit, per_page: size = limit, page, pageToken: token, ...filters } = wanted;
  const query = toQuery({ ...filters, per_page: size });
  const list = `${path}?${query}`;
  const begin = selectPage(list, page, token);
  const target = `${path}?${toQuery({ ...Object.fromEntries(query), ...begin })}`;
  const schema = z.object({ items: z.array(item), next: pageParameters().optional() });
  let isFull = false;
  const read = async (response: Response) => {
    const next = parseNextLink(response.headers);
    const all = await readProviderJson(response, z.array(z.unknown()), toDetailedFailure).catch(
      emptyOnStatus(emptyStatus),
    );
    isFull = all.length >= size;
    return {
      items: parseAnswer(z.array(item), all),
      ...(next === undefined ? {} : { next: parsePageParameters(next) }),
    };
  };
  const ask = async (call: ProviderCallContext, etag: string | undefined) => {
    const result = await readConditionally(
      call,
      { path: target, etag, fields: [...Object.keys(filters), "page"] },
      read,
    );
    if (result === "unchanged" || result.answer.next !== undefined || !isFull) return result;
    // A full last page keeps its etag when another page follows it, so it is never read conditionally.
    return { ...result, etag: null };
  };
  const { items, next } = await callRevalidated(
    provider,
    { user, origin, account },
    { target: toCacheTarget(target), schema, ask },
  );
  return { items, ...(next === undefined ? {} : { nextPageToken: createPageToken(list, next) }) };
}

const toCacheTarget = (path: string) => `${cachedShape} ${path}`;

/** @throws Problem invalid_request for a page that is named twice, or for a token of another list */
function selectPage(list: string, page: number | undefined, token: string | undefined): PageParameters {
  if (token === undefined) return page === undefined ? {} : { page: String(page) };
  if (page === undefined) return readPageToken(list, token);
  throw new Problem("invalid_request", {
    detail: "page: is not taken together with pageToken, which names a page too.",
    members: { field: "page" },
  });
}

const toQuery = (parameters: Parameters): URLSearchParams => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, String(value));
  return query;
};

const emptyOnStatus = (status: number | undefined) => (error: unknown) => {
  if (status === undefined || findProviderError(error)?.code !== `http_${status}`) throw error;
  return [];
};

interface ConditionalRead {
  readonly path: string;
  /** Of the cached response, if there is one. */
  readonly etag: string | undefined;
  /** Names of the query parameters that GitHub may refuse. */
  readonly fields?: readonly string[];
}

async function readConditionally<T>(
  call: ProviderCallContext,
  { path, etag, fields = [] }: ConditionalRead,
  read: (response: Response) => Promise<T>,
): Promise<AnswerWithEtag<T> | "unchanged"> {
  try {
    const response = await callGithub(call, path, etag === undefined ? {} : { headers: { "if-none-match": etag } });
    if (response.status === 304 && etag !== undefined) return "unchanged";
    return { answer: await read(response), etag: response.headers.get("etag") };
  } catch (error) {
    throw toGithubProblem(error, fields);
  }
}
