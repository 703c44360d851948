import { config } from "../config.ts";
import type { OAuthState } from "../store/oauth-states.ts";
import type { Provider } from "./definition.ts";

export type Surface = OAuthState["surface"];

const callbackPaths: Readonly<Record<Surface, (id: string) => string>> = {
  integrations: (id) => `/api/integrations/${id}/callback`,
  v1: (id) => `/api/v1/oauth/${id}/callback`,
};

/**
 * The redirect URI and how the callback arrives. It comes from configuration only, never from a request (RFC 9700 section 4.1).
 * Each provider has its own, so that a response of one provider cannot be used for another (mix-up, RFC 9700 section 4.4).
 */
export function getRedirectUri(provider: Provider, surface: Surface): Pick<OAuthState, "redirectUri" | "delivery"> {
  if (surface === "integrations" && provider.frontEndRedirect !== undefined) {
    return { redirectUri: provider.frontEndRedirect, delivery: "post" };
  }
  return { redirectUri: getCallbackUrl(provider, surface), delivery: "get" };
}

export function getCallbackUrl(provider: Provider, surface: Surface): string {
  return config("PUBLIC_BASE_URL").PUBLIC_BASE_URL + callbackPaths[surface](provider.id);
}
