// The OAuth client registered at a provider, and the provider in the form oauth4webapi takes.
import type * as oauth from "oauth4webapi";
import { Problem } from "../errors.ts";
import { fetchProvider } from "../http/provider-fetch.ts";
import { count } from "../metrics.ts";
import { readClientIds } from "../store/client-ids.ts";
import { readClientSecret } from "../store/secrets.ts";
import type { AuthorizedFetch, Provider } from "./definition.ts";
import { isTemplate } from "./locate.ts";

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export function notConfiguredProblem(provider: Provider): Problem {
  return new Problem("not_configured", {
    detail: `${provider.displayName} OAuth not configured. Please contact administrator.`,
  });
}

/** Whether a call failed because the operator does not offer the provider. */
export const isNotConfigured = (error: unknown): boolean => error instanceof Problem && error.code === "not_configured";

/** Whether the operator offers the provider. True where the client ids cannot be read. */
export async function isOffered({ id, clientId }: Pick<Provider, "id" | "clientId">): Promise<boolean> {
  return (
    clientId !== undefined ||
    readClientIds().then(
      (ids) => id in ids,
      () => true,
    )
  );
}

/** @throws Problem not_configured when no client id is stored for the provider */
export async function readClientId(provider: Provider): Promise<string> {
  const clientId = provider.clientId ?? (await readClientIds())[provider.id];
  if (clientId === undefined) throw notConfiguredProblem(provider);
  return clientId;
}

/** @throws Problem not_configured when the client id or its secret is missing. A client that signs has no secret. */
export async function readClient(provider: Provider): Promise<ClientCredentials> {
  if (provider.clientAuth === "private-key-jwt") return { clientId: await readClientId(provider), clientSecret: "" };
  const [clientId, clientSecret] = await Promise.all([readClientId(provider), readClientSecret(provider.id)]);
  if (clientSecret === undefined) {
    count("SecretMissing", { provider: provider.id });
    throw notConfiguredProblem(provider);
  }
  return { clientId, clientSecret };
}

/** The provider as an authorization server. Without an issuer, the origin of the authorization endpoint is used. */
export function toAuthorizationServer(
  provider: Provider,
  tokenEndpoint = provider.endpoints.token,
): oauth.AuthorizationServer {
  return {
    issuer: provider.issuer ?? new URL(provider.endpoints.authorize).origin,
    authorization_endpoint: provider.endpoints.authorize,
    token_endpoint: tokenEndpoint,
    authorization_response_iss_parameter_supported: provider.requireIss ?? false,
    ...(provider.endpoints.revoke === undefined ? {} : { revocation_endpoint: provider.endpoints.revoke }),
  };
}

/** The header that carries an access token (RFC 6750 section 2.1, or the provider's own). */
export const createTokenHeader = ({ tokenHeader }: Provider, token: string): Readonly<Record<string, string>> =>
  tokenHeader === undefined ? { authorization: `Bearer ${token}` } : { [tokenHeader]: token };

interface FetchLimits {
  readonly maxBytes?: number;
  readonly deadlineMs?: number;
}

/**
 * A `fetch` that is limited to the origins of the provider's endpoints, and to public addresses where users choose its hosts.
 * `maxBytes` is of the body, `deadlineMs` of a call.
 */
export function createProviderFetch(provider: Provider, fetch: typeof globalThis.fetch, limits: FetchLimits = {}) {
  const urls = Object.values(provider.endpoints).filter((url) => !isTemplate(url));
  const allowedOrigins = urls.map((url) => new URL(url).origin);
  return async (url: string | URL, init: RequestInit = {}) => {
    const connection = provider.hasChosenHosts && !isLocal(new URL(url)) ? await connectPublicly(new URL(url)) : {};
    return fetchProvider(url, { ...init, ...connection }, { ...limits, allowedOrigins, fetch });
  };
}

/** Headers of requests whose callers set none. */
export const defaultHeaders: Readonly<Record<string, string>> = {
  accept: "application/json",
  "user-agent": "Patchbay",
};

/**
 * A `fetch` for an account: as {@link createProviderFetch}, with the access token beside the caller's headers.
 * @param more `headers` where the caller sets none; the limits
 */
export function createTokenFetch(
  provider: Provider,
  token: string,
  fetch: typeof globalThis.fetch,
  { headers: defaults = {}, ...limits }: FetchLimits & { readonly headers?: Readonly<Record<string, string>> } = {},
): AuthorizedFetch {
  const send = createProviderFetch(provider, fetch, limits);
  return (url, init = {}) => {
    const given = Object.fromEntries(new Headers(init.headers));
    return send(url, { ...init, headers: { ...defaults, ...given, ...createTokenHeader(provider, token) } });
  };
}

/** Loaded when it is needed: most providers have hosts of their own. @throws ProviderError as `requirePublicHost` */
const connectPublicly = async (url: URL) => (await import("../http/public-fetch.ts")).requirePublicHost(url);

/** Plain http is for the local stack: an address of the stage's configuration, never of a user's choice. */
const isLocal = ({ protocol, hostname }: URL): boolean => protocol === "http:" && hostname === "localhost";
