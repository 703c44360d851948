// docs.developers.clio.com/clio-manage/api-reference: an answer has what is asked for under `data`, and no more fields than named.
import * as z from "zod";
import { parseAnswer, readProviderJson } from "../../http/provider-json.ts";
import { type ApiAccess, createJsonRequest, requestProvider } from "../../provider-client/request.ts";
import { toClioFailure } from "./errors.ts";

export interface ClioRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below the base of the API; the caller escapes its parts. */
  readonly path: string;
  readonly data?: object;
}

/** @throws ProviderError */
export async function callClio<S extends z.ZodType>(
  access: ApiAccess,
  { method, path, data }: ClioRequest,
  schema: S,
): Promise<z.output<S>> {
  const init = method === "GET" ? {} : createJsonRequest(method, data && { data });
  const response = await requestProvider(access, path, init);
  if (response.status === 204) return schema.parse(undefined);
  const { data: answered } = await readProviderJson(response, z.object({ data: z.unknown() }), toClioFailure);
  return parseAnswer(schema, answered);
}
