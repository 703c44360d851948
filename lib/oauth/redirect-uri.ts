import { config } from "../config.ts";
import type { OAuthState } from "../store/oauth-states.ts";
import type { Provider } from "./definition.ts";

export type Surface = OAuthState["surface"];

/** By which of our addresses a provider sends the browser back: one of its own, or one that a stage lends to it. */
export type CallbackRoute = Surface | "v1-shared" | "broker-shared" | "broker-named";

const callbackPaths: Readonly<Record<CallbackRoute, (id: string) => string>> = {
  integrations: (id) => `/api/integrations/${id}/callback`,
  v1: (id) => `/api/v1/oauth/${id}/callback`,
  broker: (id) => `/api/oauth/callback/${id}`,
  // Former addresses, for redirect URIs that are registered already.
  "broker-shared": () => "/api/oauth/callback",
  "broker-named": (id) => `/auth/${id}/callback`,
  "v1-shared": () => "/api/v1/integrations/callback",
};

/**
 * The redirect URI and how the callback arrives. It comes from configuration only, never from a request (RFC 9700 section 4.1).
 * Each provider has its own, so that a response of one provider cannot be used for another (mix-up, RFC 9700 section 4.4): the
 * shared address belongs to the one provider that the stage names.
 */
export function getRedirectUri(provider: Provider, route: CallbackRoute): Pick<OAuthState, "redirectUri" | "delivery"> {
  if (route === "integrations" && provider.frontEndRedirect !== undefined) {
    return { redirectUri: provider.frontEndRedirect, delivery: "post" };
  }
  return { redirectUri: getCallbackUrl(provider, route), delivery: "get" };
}

export function getCallbackUrl(provider: Pick<Provider, "id">, route: CallbackRoute): string {
  return config("PUBLIC_BASE_URL").PUBLIC_BASE_URL + getCallbackPath(provider, route);
}

export const getCallbackPath = ({ id }: Pick<Provider, "id">, route: CallbackRoute): string => callbackPaths[route](id);
