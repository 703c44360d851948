// shopify.dev/docs/api/admin-graphql: every call is a POST of a query to one address.
import * as z from "zod";
import { ProviderError } from "../../http/provider-error.ts";
import { parseAnswer, readProviderJson } from "../../http/provider-json.ts";
import type { AuthorizedFetch } from "../../oauth/definition.ts";
import { type ApiAccess, createJsonRequest, requestProvider } from "../../provider-client/request.ts";
import { graphqlErrors, toGraphqlFailure, toShopifyFailure } from "./errors.ts";

export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The path of GraphQL below the base of the API. */
const path = "/graphql.json";

/** Asks with an access token. @throws ProviderError */
export const askShopify = async <S extends z.ZodType>(
  access: ApiAccess,
  request: GraphqlRequest,
  data: S,
): Promise<z.output<S>> => readAnswer(await requestProvider(access, path, createJsonRequest("POST", request)), data);

/** The same with a `fetch` that sends the token. @param api the base of the shop's API */
export async function fetchFromShopify<S extends z.ZodType>(
  { fetch, api }: { readonly fetch: AuthorizedFetch; readonly api: string },
  request: GraphqlRequest,
  data: S,
): Promise<z.output<S>> {
  return readAnswer(await fetch(api + path, createJsonRequest("POST", request)), data);
}

async function readAnswer<S extends z.ZodType>(response: Response, data: S): Promise<z.output<S>> {
  const body = await readProviderJson(response, z.looseObject({}), toShopifyFailure);
  const refused = graphqlErrors().safeParse(body);
  if (refused.success) throw new ProviderError(toGraphqlFailure(refused.data));
  return parseAnswer(data, body.data);
}
