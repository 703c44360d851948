// A data call to a provider: JSON in, JSON out, refusals as classes.
import type * as z from "zod";
import { failed, type ProviderFailure } from "./provider-failure.ts";
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
  const retryAfter = retryAfterSeconds(headers);
  const common = { code: `http_${status}`, ...(retryAfter === undefined ? {} : { retryAfter }) };
  if (status === 401) return { class: "token", ...common };
  if (status === 403) return { class: "scope", ...common };
  if (status === 404 || status === 410) return { class: "absent", ...common };
  if (status === 429) return { class: "rate", ...common };
  return { class: status >= 500 ? "transient" : "permanent", ...common };
}

/**
 * Reads an answer. A success that is not what the schema says is the provider's fault, not the caller's.
 * @throws ProviderFailure
 */
export async function readAnswer<S extends z.ZodType>(
  response: Response,
  schema: S,
  classify: (refusal: Refusal) => ProviderFailure = standardFailure,
): Promise<z.output<S>> {
  const body = await parsed(response);
  if (!response.ok) throw failed(classify({ status: response.status, headers: response.headers, body }));
  const answer = schema.safeParse(body);
  if (!answer.success) throw failed({ class: "permanent", code: "answer_unexpected" });
  return answer.data;
}

async function parsed(response: Response): Promise<unknown> {
  try {
    return JSON.parse(await response.text());
  } catch {
    return undefined;
  }
}
