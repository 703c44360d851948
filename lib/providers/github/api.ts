import type * as z from "zod";
import { readProviderJson } from "../../http/provider-json.ts";
import {
  type ApiAccess,
  type ChangeRequest,
  createJsonRequest,
  requestProvider,
} from "../../provider-client/request.ts";
import { toGithubFailure } from "./errors.ts";

/** One page of a list, and the path of the next (docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api). */
export async function readGithubPage<S extends z.ZodType>(access: ApiAccess, path: string, schema: S) {
  const response = await callGithub(access, path);
  const url = parseNextLink(response.headers);
  const base = access.provider.endpoints.api;
  const next = url?.startsWith(`${base}/`) ? url.slice(base.length) : undefined;
  return { items: await readProviderJson(response, schema, toGithubFailure), next };
}

/** The URL of the next page from GitHub's Link header. */
export const parseNextLink = (headers: Headers): string | undefined =>
  /<([^<>]+)>;\s*rel="next"/.exec(headers.get("link") ?? "")?.[1];

/** @throws ProviderError */
export async function sendToGithub<S extends z.ZodType>(
  access: ApiAccess,
  { method, path, content }: ChangeRequest,
  schema: S,
): Promise<z.output<S>> {
  return readProviderJson(await callGithub(access, path, createJsonRequest(method, content)), schema, toGithubFailure);
}

/** One request; any status is returned. @param path begins with a slash; its parts are escaped by the caller */
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
