import type * as z from "zod";
import { log } from "../log.ts";
import { parseLenient } from "../parse-lenient.ts";
import { ProviderError, type ProviderFailure } from "./provider-error.ts";
import { parseRetryAfter } from "./provider-fetch.ts";

export interface ErrorResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Classifies an error response by its status, for providers without a rule of their own. */
export function classifyByStatus({ status, headers }: ErrorResponse): ProviderFailure {
  const retryAfterSeconds = parseRetryAfter(headers);
  const common = { code: `http_${status}`, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  if (status === 401) return { kind: "token", ...common };
  if (status === 403) return { kind: "scope", ...common };
  if (status === 404 || status === 410) return { kind: "absent", ...common };
  if (status === 429) return { kind: "rate", ...common };
  return { kind: status >= 500 ? "transient" : "permanent", ...common };
}

/** @throws ProviderError as `classify` says, or as `parseAnswer`; permanent `answer_too_large` for too many values */
export async function readProviderJson<S extends z.ZodType>(
  response: Response,
  schema: S,
  classify: (error: ErrorResponse) => ProviderFailure = classifyByStatus,
): Promise<z.output<S>> {
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ProviderError(classify({ status: response.status, headers: response.headers, body }));
  if (!hasAtMost(maxValues, body)) throw new ProviderError({ kind: "permanent", code: "answer_too_large" });
  return parseAnswer(schema, body);
}

/**
 * Parses a provider's answer leniently: one odd member of a list does not hide the others. What was left out is logged as a number,
 * because the rest is the provider's and the person's.
 * @throws ProviderError permanent `answer_unexpected` when a required part is missing or odd
 */
export function parseAnswer<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const answer = parseLenient(schema, body);
  if (answer === undefined) throw new ProviderError({ kind: "permanent", code: "answer_unexpected" });
  if (answer.omitted > 0) log.warn("parts of a provider's answer could not be read", { omitted: answer.omitted });
  return answer.data;
}

/** A design file of 5 MB, the largest answer that is read, has about half as many. */
const maxValues = 1_000_000;

/** Counts objects, lists and what is in them, without recursion: an answer may be nested deeper than any stack. */
function hasAtMost(max: number, value: unknown): boolean {
  const open: object[] = [[value]];
  let seen = 0;
  for (let next = open.pop(); next !== undefined && seen <= max; next = open.pop()) {
    for (const inner of Object.values(next)) {
      seen++;
      if (typeof inner === "object" && inner !== null) open.push(inner);
    }
  }
  return seen <= max;
}
