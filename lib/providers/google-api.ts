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
  const reach = fetchFor(provider, fetch, { maxBytes: 5_000_000 });
  const response = await reach(provider.endpoints.api + path, { headers: { authorization: `Bearer ${token}` } });
  return readAnswer(response, schema, googleFailure);
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
