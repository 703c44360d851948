import * as z from "zod";
import { findProviderError, ProviderError, type ProviderFailure } from "../../http/provider-error.ts";
import { classifyByStatus, type ErrorResponse, readProviderJson } from "../../http/provider-json.ts";
import { type ApiAccess, createJsonRequest, requestProvider } from "../../provider-client/request.ts";
import { figma } from "./definition.ts";
import { parseRateLimit } from "./errors.ts";

/** A GET to Figma's REST API. @param path begins with a slash; its parts are escaped by the caller @throws ProviderError */
export async function getFromFigma<S extends z.ZodType>(
  request: ApiAccess,
  path: string,
  schema: S,
): Promise<z.output<S>> {
  return withTokenCheck(request, async () =>
    readProviderJson(await requestProvider(request, path), schema, toFigmaFailure),
  );
}

/** A POST of JSON, or a DELETE. @throws ProviderError */
export async function sendToFigma<S extends z.ZodType>(
  request: ApiAccess,
  method: "POST" | "DELETE",
  path: string,
  schema: S,
  content?: object,
): Promise<z.output<S>> {
  const send = () => requestProvider(request, path, createJsonRequest(method, content));
  return withTokenCheck(request, async () => readProviderJson(await send(), schema, toFigmaFailure));
}

/** Two shapes: `{status, err}` on most routes, `{error: true, status, message}` on the others. */
const errorBody = () => z.object({ err: z.string().optional(), message: z.string().optional() });

/** It may be the token that is refused, or only what was asked with it. */
const doubtedTokenCode = "token_doubted";

/** The code of a refusal that asking for less would help. */
export const requestTooLargeCode = "asked_too_much";

/**
 * Figma answers 403 for a token it does not accept, and 403 for a file it does not show: the text tells them apart where it is
 * known (developers.figma.com/docs/rest-api/errors). 401 comes from the routes of variables alone, and says neither
 * (github.com/figma/rest-api-spec, `getLocalVariables`).
 */
function toFigmaFailure(refusal: ErrorResponse): ProviderFailure {
  const standard = classifyByStatus(refusal);
  const { err, message } = errorBody().safeParse(refusal.body).data ?? {};
  const text = err ?? message ?? "";
  if (refusal.status === 429) return { ...standard, ...parseRateLimit(refusal.headers) };
  if (refusal.status === 400 && /too large|time(d )?out/i.test(text))
    return { kind: "permanent", code: requestTooLargeCode };
  if (refusal.status !== 401 && refusal.status !== 403) return standard;
  if (/invalid token|token expired/i.test(text)) return { kind: "token", code: "http_403" };
  if (/scope/i.test(text)) return { kind: "scope", code: "http_403", missingScopes: scopesIn(text) };
  return { kind: "token", code: doubtedTokenCode };
}

async function withTokenCheck<T>(request: ApiAccess, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (findProviderError(error)?.code !== doubtedTokenCode || !(await isTokenAccepted(request))) throw error;
    throw new ProviderError({ kind: "scope", code: "not_shown" }, { cause: error });
  }
}

/** Asked once for each call of a user, however many requests of it are refused. */
function isTokenAccepted(request: ApiAccess): Promise<boolean> {
  request.isTokenAccepted ??= checkToken(request);
  return request.isTokenAccepted;
}

/** Only a refusal speaks against the token: what Figma does not answer leaves it in peace. */
async function checkToken(request: ApiAccess): Promise<boolean> {
  try {
    await readProviderJson(await requestProvider(request, "/v1/me"), z.unknown(), toFigmaFailure);
    return true;
  } catch (error) {
    return findProviderError(error)?.kind !== "token";
  }
}

const allScopes = new Set([...figma.scopes, ...Object.values(figma.scopeAliases ?? {}).flat()]);

/**
 * The scopes that a refusal asks for, of those we know: "Invalid scope(s): … This endpoint requires the projects:read scope".
 * What comes before are the scopes the token has.
 */
function scopesIn(text: string): string[] {
  const [, required = ""] = text.split(/requires?/i);
  return [...new Set(required.match(/\w+:\w+/g))].filter((scope) => allScopes.has(scope));
}
