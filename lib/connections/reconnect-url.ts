import { config } from "../config.ts";
import type { Connection } from "../store/connection.ts";

/** What no scope looks like is not passed on. */
const scopePattern = /^[\w.:/-]{1,128}$/;

/**
 * A page of the application where the account can be connected again; a browser can simply go there.
 * @param missing scopes to ask for besides those that the connection has
 */
export function buildReconnectUrl(
  { provider, id }: Pick<Connection, "provider" | "id">,
  missing: readonly string[] = [],
): string {
  const url = new URL(`${config("APP_URL").APP_URL}/settings/integrations`);
  url.searchParams.set("provider", provider);
  url.searchParams.set("reconnect", id);
  const scopes = missing.filter((scope) => scopePattern.test(scope));
  if (scopes.length > 0) url.searchParams.set("scopes", scopes.join(" "));
  return url.href;
}
