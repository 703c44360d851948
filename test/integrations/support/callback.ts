// Callback URLs, and the outcome in a callback's redirect.
import type { ProviderId } from "../../../lib/provider-ids.ts";
import type { Answer } from "../../support/api.ts";

export const buildCallbackPath = (provider: ProviderId, query: Record<string, string>): string =>
  `/api/integrations/${provider}/callback?${new URLSearchParams(query)}`;

export const getState = (url: URL): string => url.searchParams.get("state") ?? "";
export const getCode = (url: URL): string => url.searchParams.get("code") ?? "";

/** The same callback URL with another state. */
export function withState(callback: URL, state: string): URL {
  const url = new URL(callback);
  url.searchParams.set("state", state);
  return url;
}

/** The redirect's query and fragment parameters as an object, with the HTTP status. */
export function getOutcome({ status, location }: Answer): Record<string, unknown> {
  const fragment = location?.hash ? { fragment: location.hash } : {};
  return { httpStatus: status, ...Object.fromEntries(location?.searchParams ?? []), ...fragment };
}

export const errorOutcome = (provider: ProviderId, error: string) => ({
  httpStatus: 302,
  provider,
  status: "error",
  error,
});
export const successOutcome = (provider: ProviderId) => ({ httpStatus: 302, provider, status: "success" });

/** The confirmation handle of a redirect. */
export function getHandle({ location }: Answer): string {
  const handle = /^#handle=([\w-]{43})$/.exec(location?.hash ?? "")?.[1];
  if (handle === undefined) throw new Error(`No handle in ${location?.href}`);
  return handle;
}
