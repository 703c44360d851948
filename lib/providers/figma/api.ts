import * as z from "zod";
import { findProviderError, ProviderError } from "../../http/provider-error.ts";
import { readProviderJson } from "../../http/provider-json.ts";
import { type ApiAccess, createJsonRequest, requestProvider } from "../../provider-client/request.ts";
import { doubtedTokenCode, toFigmaFailure } from "./errors.ts";

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
