import { config } from "../config.ts";
import type { Connection } from "../store/connection.ts";

/** Only values that look like a scope are put into the URL. */
const scopePattern = /^[\w.:/-]{1,128}$/;

/** The page of the application where a provider can be connected. */
export function buildConnectUrl({ id }: { readonly id: string }): string {
  const url = new URL(`${config("APP_URL").APP_URL}/settings/integrations`);
  url.searchParams.set("provider", id);
  return url.href;
}

/**
 * The page of the application where the account can be reconnected.
 * @param missing scopes to request in addition to those of the connection
 */
export function buildReconnectUrl(
  { provider, id }: Pick<Connection, "provider" | "id">,
  missing: readonly string[] = [],
): string {
  const url = new URL(buildConnectUrl({ id: provider }));
  url.searchParams.set("reconnect", id);
  const scopes = missing.filter((scope) => scopePattern.test(scope));
  if (scopes.length > 0) url.searchParams.set("scopes", scopes.join(" "));
  return url.href;
}
