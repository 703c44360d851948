import type * as z from "zod";
import { readProviderJson } from "../../http/provider-json.ts";
import { type ApiAccess, requestProvider } from "../../provider-client/request.ts";
import { type RefusalContext, toCalendarFailure } from "./errors.ts";

interface CalendarRequest extends Partial<RefusalContext> {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * A request for a data endpoint.
 * @param path below the API's base, its parts escaped
 * @throws ProviderError; Problem invalid_request, forbidden or conflict for errors that the caller can fix
 */
export async function callCalendar<S extends z.ZodType>(
  access: ApiAccess,
  path: string,
  schema: S,
  { field, scopes = access.provider.essentialScopes ?? [], ...init }: CalendarRequest = {},
): Promise<z.output<S>> {
  const answer = await requestProvider(access, path, init);
  return readProviderJson(answer, schema, (refusal) => toCalendarFailure(refusal, { field, scopes }));
}
