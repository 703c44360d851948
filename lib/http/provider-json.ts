// A data call to a provider: JSON in, JSON out, refusals as classes.
import type * as z from "zod";
import { ProviderError, type ProviderFailure } from "./provider-error.ts";
import { parseRetryAfter } from "./provider-fetch.ts";

/** A provider's refusal, read just enough to class it. */
export interface ErrorResponse {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body, or undefined when it is not JSON. */
  readonly body: unknown;
}

/** What a status means when a provider has no rule of its own for it. */
export function classifyByStatus({ status, headers }: ErrorResponse): ProviderFailure {
  const asked = parseRetryAfter(headers);
  const common = { code: `http_${status}`, ...(asked === undefined ? {} : { retryAfterSeconds: asked }) };
  if (status === 401) return { kind: "token", ...common };
  if (status === 403) return { kind: "scope", ...common };
  if (status === 404 || status === 410) return { kind: "absent", ...common };
  if (status === 429) return { kind: "rate", ...common };
  return { kind: status >= 500 ? "transient" : "permanent", ...common };
}

/**
 * Reads an answer. A success that is not what the schema says is the provider's fault, not the caller's.
 * @throws ProviderError
 */
export async function readProviderJson<S extends z.ZodType>(
  response: Response,
  schema: S,
  classify: (refusal: ErrorResponse) => ProviderFailure = classifyByStatus,
): Promise<z.output<S>> {
  const body = await tryReadJson(response);
  if (!response.ok) throw new ProviderError(classify({ status: response.status, headers: response.headers, body }));
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
