import type { OAuthState } from "../../../lib/store/oauth-states.ts";

/** A started flow of the provider acme, as it is stored. It expires at 1,800,000,900 s. */
export const acmeFlow: OAuthState = {
  tenant: "c#tenant-1",
  user: "ada",
  provider: "acme",
  redirectUri: "https://app.example.com/api/integrations/acme/callback",
  delivery: "get",
  surface: "integrations",
  codeVerifier: "v".repeat(43),
  browser: "",
  scopes: ["read"],
  params: {},
  expiresAt: 1_800_000_900,
};
