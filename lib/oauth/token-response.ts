// Converts the responses of token endpoints into what RFC 6749 section 5 specifies.
import { ProviderError } from "../http/provider-error.ts";
import { parseRetryAfter } from "../http/provider-fetch.ts";
import type { Provider } from "./definition.ts";

/** A longer `expires_in` is cut to this. */
const maxLifetimeSeconds = 366 * 86_400;

/**
 * A standard token response: a JSON object, errors with status 400, `expires_in` a positive number or absent.
 * @throws ProviderError rate or transient by the status; transient when the body is no JSON object; permanent for a refusal
 *   without an error code
 */
export async function standardizeTokenResponse(provider: Provider, response: Response): Promise<Response> {
  throwOnOutage(response);
  const answer = await readJsonObject(response);
  const standard = provider.standardize?.(answer) ?? answer;
  const { id_token: _unused, expires_in, ...rest } = standard;
  const body = { ...rest, ...parseLifetime(expires_in) };
  const hasError = standard.error !== undefined && standard.error !== null;
  if (!hasError && response.status >= 400)
    throw new ProviderError({ kind: "permanent", code: `http_${response.status}` });
  const status = hasError && response.ok ? 400 : response.status;
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}

function throwOnOutage(response: Response): void {
  const wait = { retryAfterSeconds: parseRetryAfter(response.headers) };
  if (response.status === 429) throw new ProviderError({ kind: "rate", code: "http_429", ...wait });
  if (response.status >= 500) throw new ProviderError({ kind: "transient", code: `http_${response.status}`, ...wait });
}

async function readJsonObject(response: Response): Promise<Record<string, unknown>> {
  let answer: unknown;
  try {
    answer = JSON.parse(await response.text());
  } catch {
    throw new ProviderError({ kind: "transient", code: "answer_not_json" });
  }
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) {
    throw new ProviderError({ kind: "transient", code: "answer_not_object" });
  }
  return Object.fromEntries(Object.entries(answer));
}

function parseLifetime(value: unknown): { expires_in?: number } {
  const seconds = typeof value === "string" && /^\d{1,12}$/.test(value) ? Number(value) : value;
  return isLifetime(seconds) ? { expires_in: Math.min(Math.floor(seconds), maxLifetimeSeconds) } : {};
}

const isLifetime = (value: unknown): value is number => Number.isFinite(value) && Number(value) >= 1;
