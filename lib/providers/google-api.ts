// Google's JSON APIs and their common error shape.
import * as z from "zod";
import type { ProviderFailure } from "../http/provider-error.ts";
import { type Refusal, readAnswer, standardFailure } from "../http/provider-json.ts";
import { type ApiAccess, jsonRequest, providerCall } from "../oauth/provider-call.ts";

/** A GET below the provider's API base. @throws ProviderError */
export async function googleGet<S extends z.ZodType>(access: ApiAccess, path: string, schema: S): Promise<z.output<S>> {
  return readAnswer(await providerCall(access, path), schema, googleFailure);
}

/** A POST of JSON below the provider's API base; some answer with nothing. @throws ProviderError */
export async function googlePost<S extends z.ZodType>(
  access: ApiAccess,
  path: string,
  body: unknown,
  schema: S,
): Promise<z.output<S>> {
  return readAnswer(await providerCall(access, path, jsonRequest("POST", body)), schema, googleFailure);
}

const errorEntry = () => z.object({ reason: z.string(), location: z.string().optional() });
const errorBody = () => z.object({ error: z.object({ errors: z.array(errorEntry()).optional() }) });

/** Why Google refused, in its words for programs; empty where it does not say. */
export const googleReasons = ({ body }: Refusal) => errorBody().safeParse(body).data?.error.errors ?? [];

const limits = new Set(["rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "quotaExceeded"]);

/** 403 stands for limits as well as for permissions; the reason says which (developers.google.com/gmail/api/guides/handle-errors). */
export function googleFailure(refusal: Refusal): ProviderFailure {
  const standard = standardFailure(refusal);
  if (refusal.status !== 403) return standard;
  const reasons = googleReasons(refusal);
  if (reasons.some(({ reason }) => limits.has(reason))) return { ...standard, kind: "rate" };
  return reasons.some(({ reason }) => reason === "accessNotConfigured")
    ? { kind: "config", code: "accessNotConfigured" }
    : standard;
}
