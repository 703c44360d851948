// oidc-provider's settings: the settings page as public client, RS256 access tokens for one audience, no consent screen.
import { randomBytes } from "node:crypto";
import type { JWK } from "jose";
import { type Configuration, interactionPolicy, type KoaContextWithOIDC } from "oidc-provider";
import { escapeHtml, renderPage } from "../sandbox/page.ts";
import { createMemoryAdapter } from "./memory.ts";
import { renderSignOutPage } from "./sign-in-page.ts";
import { findUser, getClaims } from "./users.ts";

export interface Settings {
  readonly pageOrigin: string;
  readonly audience: string;
  readonly privateJwk: JWK;
}

const hour = 3600;
// RFC 8707 requires a URI here; the tokens' audience is a plain word.
const resource = "urn:patchbay:api";

export function createConfiguration({ pageOrigin, audience, privateJwk }: Settings): Configuration {
  const settingsPage = `${pageOrigin}/settings/integrations`;
  return {
    adapter: createMemoryAdapter(),
    jwks: { keys: [privateJwk] },
    // Browsers share a host's cookies among all its ports.
    cookies: {
      keys: [randomBytes(32).toString("base64url")],
      names: { session: "demo_session", interaction: "demo_interaction", resume: "demo_resume" },
    },
    clients: [
      {
        client_id: "patchbay-page",
        token_endpoint_auth_method: "none",
        grant_types: ["authorization_code"],
        response_types: ["code"],
        redirect_uris: [settingsPage],
        post_logout_redirect_uris: [settingsPage],
      },
    ],
    clientBasedCORS: (_, origin) => origin === pageOrigin,
    claims: { openid: ["sub"], profile: ["name", "org", "role"], email: ["email"] },
    conformIdTokenClaims: false,
    findAccount: async (_, sub) =>
      findUser(sub) ? { accountId: sub, claims: async () => ({ sub, ...getClaims(sub) }) } : undefined,
    extraTokenClaims: (_, token) => ("accountId" in token ? getClaims(String(token.accountId)) : undefined),
    interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}`, policy: createPolicy() },
    loadExistingGrant: grantEverything,
    renderError(ctx, { error, error_description }) {
      ctx.type = "html";
      ctx.body = renderPage(
        "Signing in failed",
        `<p role="alert">${escapeHtml(`${error}: ${error_description ?? ""}`)}</p>`,
      );
    },
    ttl: {
      AccessToken: hour,
      AuthorizationCode: 60,
      Grant: 24 * hour,
      IdToken: hour,
      Interaction: hour,
      Session: 24 * hour,
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        logoutSource(ctx, form) {
          ctx.body = renderSignOutPage(form);
        },
      },
      resourceIndicators: {
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: "",
          audience,
          accessTokenTTL: hour,
          accessTokenFormat: "jwt",
          jwt: { sign: { alg: "RS256" } },
        }),
      },
    },
  };
}

/** Asks for sign-in when nobody or another user than the hint is signed in. Never asks for consent. */
function createPolicy(): interactionPolicy.DefaultPolicy {
  const { base, Check } = interactionPolicy;
  const prompts = base();
  prompts.remove("consent");
  prompts.get("login")?.checks.add(
    new Check("login_hint", "somebody else is signed in", ({ oidc }) => {
      const hint = oidc.params?.login_hint;
      const asksForAnother =
        typeof hint === "string" && findUser(hint) !== undefined && oidc.session?.accountId !== hint;
      return asksForAnother ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
    }),
  );
  return prompts;
}

async function grantEverything({ oidc }: KoaContextWithOIDC) {
  const { client, session } = oidc;
  if (!client || !session?.accountId) return undefined;
  const grant = new oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope("openid profile email");
  await grant.save();
  return grant;
}
