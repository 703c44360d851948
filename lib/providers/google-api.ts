// Google's JSON APIs and their common error shape.
import * as z from "zod";
import type { ProviderFailure } from "../http/provider-failure.ts";
import { type Refusal, readAnswer, standardFailure } from "../http/provider-json.ts";
import { fetchFor } from "../oauth/client.ts";
import type { Provider } from "../oauth/definition.ts";

/** A GET below the provider's API base. @throws ProviderFailure */
export async function googleGet<S extends z.ZodType>(
  provider: Provider,
  token: string,
  path: string,
  schema: S,
  fetch: typeof globalThis.fetch,
): Promise<z.output<S>> {
  return googleCall({ provider, token, fetch }, path, {}, schema);
}

interface GoogleAccess {
  readonly provider: Provider;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
}

/** A POST of JSON below the provider's API base; some answer with nothing. @throws ProviderFailure */
export async function googlePost<S extends z.ZodType>(
  access: GoogleAccess,
  path: string,
  body: unknown,
  schema: S,
): Promise<z.output<S>> {
  const headers = { "content-type": "application/json" };
  return googleCall(access, path, { method: "POST", headers, body: JSON.stringify(body) }, schema);
}

async function googleCall<S extends z.ZodType>(
  { provider, token, fetch }: GoogleAccess,
  path: string,
  init: { method?: string; headers?: Record<string, string>; body?: string },
  schema: S,
): Promise<z.output<S>> {
  const reach = fetchFor(provider, fetch, { maxBytes: 5_000_000 });
  const headers = { ...init.headers, authorization: `Bearer ${token}` };
  return readAnswer(await reach(provider.endpoints.api + path, { ...init, headers }), schema, googleFailure);
}

const errorBody = () => z.object({ error: z.object({ errors: z.array(z.object({ reason: z.string() })).optional() }) });

const limits = new Set(["rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "quotaExceeded"]);

/** 403 stands for limits as well as for permissions; the reason says which (developers.google.com/gmail/api/guides/handle-errors). */
function googleFailure(refusal: Refusal): ProviderFailure {
  const standard = standardFailure(refusal);
  if (refusal.status !== 403) return standard;
  const reasons = errorBody().safeParse(refusal.body).data?.error.errors ?? [];
  if (reasons.some(({ reason }) => limits.has(reason))) return { ...standard, class: "rate" };
  return reasons.some(({ reason }) => reason === "accessNotConfigured")
    ? { class: "config", code: "accessNotConfigured" }
    : standard;
}
