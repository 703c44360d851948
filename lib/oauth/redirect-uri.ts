import { config } from "../config.ts";
import type { OAuthState } from "../store/oauth-states.ts";
import type { Provider } from "./definition.ts";

export type Surface = OAuthState["surface"];

const callbackPaths: Readonly<Record<Surface, (id: string) => string>> = {
  integrations: (id) => `/api/integrations/${id}/callback`,
  v1: (id) => `/api/v1/oauth/${id}/callback`,
};

/**
 * Where the provider sends the browser: from configuration alone, never from a request (RFC 9700 section 4.1), and one for
 * each provider, so that an answer meant for one cannot be handed to another.
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
