import * as z from "zod";
import { findProviderError, ProviderError } from "../../http/provider-error.ts";
import { readProviderJson } from "../../http/provider-json.ts";
import {
  type ApiAccess,
  type ChangeRequest,
  createJsonRequest,
  requestProvider,
} from "../../provider-client/request.ts";
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

/** @throws ProviderError */
export async function sendToFigma<S extends z.ZodType>(
  request: ApiAccess,
  { method, path, content }: ChangeRequest,
  schema: S,
): Promise<z.output<S>> {
  const send = () => requestProvider(request, path, createJsonRequest(method, content));
  return withTokenCheck(request, async () => readProviderJson(await send(), schema, toFigmaFailure));
}

/** After a refusal that may be about the token, asks /v1/me whether it is. @throws ProviderError `scope` if the token is fine */
async function withTokenCheck<T>(request: ApiAccess, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (findProviderError(error)?.code !== doubtedTokenCode || !(await isTokenAccepted(request))) throw error;
    throw new ProviderError({ kind: "scope", code: "not_shown" }, { cause: error });
  }
}

/** Checks the token once per call of a user, however many of its requests are refused. */
function isTokenAccepted(request: ApiAccess): Promise<boolean> {
  request.isTokenAccepted ??= checkToken(request);
  return request.isTokenAccepted;
}

/** Only a refusal counts against the token; any other failure does not. */
async function checkToken(request: ApiAccess): Promise<boolean> {
  try {
    await readProviderJson(await requestProvider(request, "/v1/me"), z.unknown(), toFigmaFailure);
    return true;
  } catch (error) {
    return findProviderError(error)?.kind !== "token";
  }
}
