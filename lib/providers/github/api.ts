import * as z from "zod";
import type { ProviderFailure } from "../../http/provider-error.ts";
import { classifyByStatus, type ErrorResponse, readProviderJson } from "../../http/provider-json.ts";
import { type ApiAccess, createJsonRequest, requestProvider } from "../../provider-client/request.ts";

/** One page of a list, and the path of the next (docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api). */
export async function readGithubPage<S extends z.ZodType>(access: ApiAccess, path: string, schema: S) {
  const response = await callGithub(access, path);
  const url = parseNextLink(response.headers);
  const base = access.provider.endpoints.api;
  const next = url?.startsWith(`${base}/`) ? url.slice(base.length) : undefined;
  return { items: await readProviderJson(response, schema, toGithubFailure), next };
}

/** The address of the next page, as GitHub wrote it. */
export const parseNextLink = (headers: Headers): string | undefined =>
  /<([^<>]+)>;\s*rel="next"/.exec(headers.get("link") ?? "")?.[1];

/** A POST of JSON, or a DELETE. @throws ProviderError */
export async function sendToGithub<S extends z.ZodType>(
  access: ApiAccess,
  method: "POST" | "DELETE",
  path: string,
  schema: S,
  content?: object,
): Promise<z.output<S>> {
  return readProviderJson(await callGithub(access, path, createJsonRequest(method, content)), schema, toGithubFailure);
}

/** One request, whatever is answered. @param path begins with a slash; its parts are escaped by the caller */
export function callGithub(
  access: ApiAccess,
  path: string,
  init: Parameters<typeof requestProvider>[2] = {},
): Promise<Response> {
  return requestProvider(access, path, {
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
export function toGithubFailure(refusal: ErrorResponse, now: number = Date.now() / 1000): ProviderFailure {
  const standard = classifyByStatus(refusal);
  if (refusal.status !== 403 && refusal.status !== 429) return standard;
  const reset = Number(refusal.headers.get("x-ratelimit-reset")) || 0;
  const isExhausted = refusal.headers.get("x-ratelimit-remaining") === "0";
  const isLimit =
    refusal.status === 429 ||
    isExhausted ||
    standard.retryAfterSeconds !== undefined ||
    mentionsRateLimit(refusal.body);
  if (!isLimit) return standard;
  const retryAfter = standard.retryAfterSeconds ?? Math.max(isExhausted ? reset - now : 60, 1);
  return { kind: "rate", code: `http_${refusal.status}`, retryAfterSeconds: retryAfter };
}

const errorBody = () => z.object({ message: z.string() });

/** Secondary limits may come without any header. */
const mentionsRateLimit = (body: unknown) => /rate limit/i.test(errorBody().safeParse(body).data?.message ?? "");
