import { encodeBase64url } from "./pkce.ts";
import { loadSession } from "./session-storage.ts";
import { loadTenant } from "./tenants.ts";

/**
 * Lists what a WebSocket of the signed-in user offers: browsers cannot set headers for it, and a URL would end up in logs.
 * @returns undefined when there is no session any more
 */
export function listSubprotocols(): string[] | undefined {
  const session = loadSession();
  if (session === undefined) return undefined;
  const tenant = loadTenant();
  const choice = tenant ? [`tenant.${encodeBase64url(new TextEncoder().encode(tenant))}`] : [];
  return ["patchbay.v1", session.accessToken, ...choice];
}
