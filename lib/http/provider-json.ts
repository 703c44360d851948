import type * as z from "zod";
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

/** @throws ProviderError as `classify` says; permanent `answer_unexpected` for a wrong shape, `answer_too_large` for too many values */
export async function readProviderJson<S extends z.ZodType>(
  response: Response,
  schema: S,
  classify: (error: ErrorResponse) => ProviderFailure = classifyByStatus,
): Promise<z.output<S>> {
  const body = await tryReadJson(response);
  if (!response.ok) throw new ProviderError(classify({ status: response.status, headers: response.headers, body }));
  if (!hasAtMost(maxValues, body)) throw new ProviderError({ kind: "permanent", code: "answer_too_large" });
  const answer = schema.safeParse(body);
  if (!answer.success) throw new ProviderError({ kind: "permanent", code: "answer_unexpected" });
  return answer.data;
}

async function tryReadJson(response: Response): Promise<unknown> {
  try {
    return JSON.parse(await response.text());
  } catch {
    return undefined;
  }
}

/** A design file of 5 MB, the largest answer that is read, has about half as many. */
const maxValues = 1_000_000;

/** Counts objects, lists and what is in them, without recursion: an answer may be nested deeper than any stack. */
function hasAtMost(max: number, value: unknown): boolean {
  const open: unknown[] = [value];
  let seen = 1;
  for (let next = open.pop(); next !== undefined && seen <= max; next = open.pop()) {
    if (typeof next !== "object" || next === null) continue;
    for (const inner of Object.values(next)) {
      seen++;
      if (typeof inner === "object" && inner !== null) open.push(inner);
    }
  }
  return seen <= max;
}
