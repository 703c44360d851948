// A data call to a provider: JSON in, JSON out, refusals as classes.
import type * as z from "zod";
import { ProviderError, type ProviderFailure } from "./provider-error.ts";
import { retryAfterSeconds } from "./provider-fetch.ts";

/** A provider's refusal, read just enough to class it. */
export interface Refusal {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body, or undefined when it is not JSON. */
  readonly body: unknown;
}

/** What a status means when a provider has no rule of its own for it. */
export function standardFailure({ status, headers }: Refusal): ProviderFailure {
  const asked = retryAfterSeconds(headers);
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
export async function readAnswer<S extends z.ZodType>(
  response: Response,
  schema: S,
  classify: (refusal: Refusal) => ProviderFailure = standardFailure,
): Promise<z.output<S>> {
  const body = await parsed(response);
  if (!response.ok) throw new ProviderError(classify({ status: response.status, headers: response.headers, body }));
  const answer = schema.safeParse(body);
  if (!answer.success) throw new ProviderError({ kind: "permanent", code: "answer_unexpected" });
  return answer.data;
}

async function parsed(response: Response): Promise<unknown> {
  try {
    return JSON.parse(await response.text());
  } catch {
    return undefined;
  }
}
