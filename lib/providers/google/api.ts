// Calls to Google's JSON APIs.
import type * as z from "zod";
import { readProviderJson } from "../../http/provider-json.ts";
import { type ApiAccess, createJsonRequest, requestProvider } from "../../provider-client/request.ts";
import { toGoogleFailure } from "./errors.ts";

/** A GET below the provider's API base. @throws ProviderError */
export async function getFromGoogle<S extends z.ZodType>(
  access: ApiAccess,
  path: string,
  schema: S,
): Promise<z.output<S>> {
  return readProviderJson(await requestProvider(access, path), schema, toGoogleFailure);
}

/** A POST of JSON below the provider's API base. Some endpoints answer without a body. @throws ProviderError */
export async function postToGoogle<S extends z.ZodType>(
  access: ApiAccess,
  path: string,
  body: unknown,
  schema: S,
): Promise<z.output<S>> {
  return readProviderJson(
    await requestProvider(access, path, createJsonRequest("POST", body)),
    schema,
    toGoogleFailure,
  );
}
