import type { PageConfig } from "../config.ts";
import { discoverIssuer } from "./discovery.ts";
import { getRegisteredUrl } from "./registered-url.ts";
import { clearSession } from "./session-storage.ts";

/**
 * Deletes the session and ends it at the issuer (OpenID Connect RP-Initiated Logout), without `id_token_hint`, because
 * tokens do not belong in a URL. The demo stays on the page so that one can switch users quickly.
 */
export async function signOut(config: PageConfig): Promise<void> {
  clearSession();
  if (config.demo) return;
  const issuer = await discoverIssuer(config.issuer);
  if (!issuer?.endSessionEndpoint) return;
  const url = new URL(issuer.endSessionEndpoint);
  url.searchParams.set("client_id", config.clientId);
  url.searchParams.set("post_logout_redirect_uri", getRegisteredUrl());
  location.assign(url);
}
