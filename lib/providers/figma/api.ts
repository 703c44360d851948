import * as z from "zod";
import type { ProviderFailure } from "../../http/provider-failure.ts";
import { type Refusal, readAnswer, standardFailure } from "../../http/provider-json.ts";
import { fetchFor } from "../../oauth/client.ts";
import type { Provider } from "../../oauth/definition.ts";

export interface FigmaRequest {
  readonly provider: Provider;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  readonly maxBytes?: number;
}

/** A GET to Figma's REST API. @param path begins with a slash; its parts are escaped by the caller @throws ProviderFailure */
export async function figmaGet<S extends z.ZodType>(
  request: FigmaRequest,
  path: string,
  schema: S,
): Promise<z.output<S>> {
  return figmaCall(request, path, {}, schema);
}

/** A POST of JSON, or a DELETE. @throws ProviderFailure */
export async function figmaSend<S extends z.ZodType>(
  request: FigmaRequest,
  method: "POST" | "DELETE",
  path: string,
  schema: S,
  content?: object,
): Promise<z.output<S>> {
  const body = content === undefined ? {} : { body: JSON.stringify(content) };
  return figmaCall(request, path, { method, headers: { "content-type": "application/json" }, ...body }, schema);
}

async function figmaCall<S extends z.ZodType>(
  { provider, token, fetch, maxBytes = 5_000_000 }: FigmaRequest,
  path: string,
  init: { method?: string; headers?: Record<string, string>; body?: string },
  schema: S,
): Promise<z.output<S>> {
  const reach = fetchFor(provider, fetch, { maxBytes });
  const headers = { ...init.headers, authorization: `Bearer ${token}` };
  return readAnswer(await reach(provider.endpoints.api + path, { ...init, headers }), schema, figmaFailure);
}

/** Two shapes: `{status, err}` on most routes, `{error: true, status, message}` on the others. */
const errorBody = () => z.object({ err: z.string().optional(), message: z.string().optional() });

/**
 * Figma answers 403 for a token it does not accept, and 403 for a file it does not show: the text tells them apart
 * (developers.figma.com/docs/rest-api/errors; github.com/figma/rest-api-spec lists no 401 for `GET /v1/me`).
 */
function figmaFailure(refusal: Refusal): ProviderFailure {
  const standard = standardFailure(refusal);
  if (refusal.status !== 403) return standard;
  const { err, message } = errorBody().safeParse(refusal.body).data ?? {};
  return /invalid token|token expired/i.test(err ?? message ?? "") ? { class: "token", code: "http_403" } : standard;
}
