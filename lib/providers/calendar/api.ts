import type * as z from "zod";
import { readAnswer } from "../../http/provider-json.ts";
import { type ApiAccess, providerCall } from "../../oauth/provider-call.ts";
import { type Blame, calendarFailure } from "./refusal.ts";

interface Asked extends Partial<Blame> {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * A request for a caller who can mend it.
 * @param path below the API's base, its parts escaped
 * @throws ProviderError; Problem invalid_request, forbidden, conflict for what the caller can help
 */
export async function calendarCall<S extends z.ZodType>(
  access: ApiAccess,
  path: string,
  schema: S,
  { field, scopes = access.provider.essentialScopes ?? [], ...init }: Asked = {},
): Promise<z.output<S>> {
  const answer = await providerCall(access, path, init);
  return readAnswer(answer, schema, (refusal) => calendarFailure(refusal, { field, scopes }));
}
