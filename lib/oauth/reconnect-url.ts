import { config } from "../config.ts";
import type { Connection } from "../store/connection.ts";

/** A page of the application where the account can be connected again; a browser can simply go there. */
export function reconnectUrl({ provider, id }: Pick<Connection, "provider" | "id">): string {
  const url = new URL(`${config("APP_URL").APP_URL}/settings/integrations`);
  url.searchParams.set("provider", provider);
  url.searchParams.set("reconnect", id);
  return url.href;
}
