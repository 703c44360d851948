import * as z from "zod";
import type { ProviderFailure } from "../../http/provider-error.ts";
import { type Refusal, readAnswer, standardFailure } from "../../http/provider-json.ts";
import { type ApiAccess, jsonRequest, providerCall } from "../../oauth/provider-call.ts";

/** One page of a list, and the path of the next (docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api). */
export async function githubPage<S extends z.ZodType>(access: ApiAccess, path: string, schema: S) {
  const response = await githubCall(access, path);
  const url = nextLink(response.headers);
  const base = access.provider.endpoints.api;
  const next = url?.startsWith(`${base}/`) ? url.slice(base.length) : undefined;
  return { items: await readAnswer(response, schema, githubFailure), next };
}

/** The address of the next page, as GitHub wrote it. */
export const nextLink = (headers: Headers): string | undefined =>
  /<([^<>]+)>;\s*rel="next"/.exec(headers.get("link") ?? "")?.[1];

/** A POST of JSON, or a DELETE. @throws ProviderError */
export async function githubSend<S extends z.ZodType>(
  access: ApiAccess,
  method: "POST" | "DELETE",
  path: string,
  schema: S,
  content?: object,
): Promise<z.output<S>> {
  return readAnswer(await githubCall(access, path, jsonRequest(method, content)), schema, githubFailure);
}

/** One request, whatever is answered. @param path begins with a slash; its parts are escaped by the caller */
export function githubCall(
  access: ApiAccess,
  path: string,
  init: Parameters<typeof providerCall>[2] = {},
): Promise<Response> {
  return providerCall(access, path, {
    ...init,
    headers: {
      ...init.headers,
      accept: "application/vnd.github+json",
      "user-agent": "Patchbay",
      "x-github-api-version": "2022-11-28",
    },
  });
}

/**
 * 403 is a limit when nothing remains, or Retry-After or the text says so, a missing permission otherwise
 * (docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api).
 */
export function githubFailure(refusal: Refusal, now: number = Date.now() / 1000): ProviderFailure {
  const standard = standardFailure(refusal);
  if (refusal.status !== 403 && refusal.status !== 429) return standard;
  const reset = Number(refusal.headers.get("x-ratelimit-reset")) || 0;
  const isExhausted = refusal.headers.get("x-ratelimit-remaining") === "0";
  const isLimit =
    refusal.status === 429 || isExhausted || standard.retryAfterSeconds !== undefined || saysLimit(refusal.body);
  if (!isLimit) return standard;
  const retryAfter = standard.retryAfterSeconds ?? Math.max(isExhausted ? reset - now : 60, 1);
  return { kind: "rate", code: `http_${refusal.status}`, retryAfterSeconds: retryAfter };
}

const errorBody = () => z.object({ message: z.string() });

/** Secondary limits may come without any header. */
const saysLimit = (body: unknown) => /rate limit/i.test(errorBody().safeParse(body).data?.message ?? "");
