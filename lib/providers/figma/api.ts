import * as z from "zod";
import type { ProviderFailure } from "../../http/provider-failure.ts";
import { type Refusal, readAnswer, standardFailure } from "../../http/provider-json.ts";
import { type ApiAccess, jsonRequest, providerCall } from "../../oauth/provider-call.ts";

/** A GET to Figma's REST API. @param path begins with a slash; its parts are escaped by the caller @throws ProviderFailure */
export async function figmaGet<S extends z.ZodType>(request: ApiAccess, path: string, schema: S): Promise<z.output<S>> {
  return readAnswer(await providerCall(request, path), schema, figmaFailure);
}

/** A POST of JSON, or a DELETE. @throws ProviderFailure */
export async function figmaSend<S extends z.ZodType>(
  request: ApiAccess,
  method: "POST" | "DELETE",
  path: string,
  schema: S,
  content?: object,
): Promise<z.output<S>> {
  return readAnswer(await providerCall(request, path, jsonRequest(method, content)), schema, figmaFailure);
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
