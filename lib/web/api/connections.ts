import { toWebUrl } from "../read-json.ts";
import { type Api, toProviderId } from "./client.ts";
import type { components } from "./openapi.gen.ts";

type Schemas = components["schemas"];

export interface Connection {
  readonly id: string;
  readonly provider: string;
  readonly status: Schemas["Connection"]["status"];
  readonly connected: boolean;
  /** The provider's own id of the account. */
  readonly accountId: string;
  readonly accountName: string;
  readonly username: string;
  readonly connectedAt: string;
  readonly lastUsed: string;
  readonly scopes: readonly string[];
  readonly missingScopes: readonly string[];
  /** What it was connected with, such as a shop. */
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly channels: readonly Subscription[];
}

/** A push channel over which the provider reports changes. */
interface Subscription {
  readonly status: Schemas["Channel"]["status"];
  readonly error?: string | undefined;
}

interface ConnectionAnswer extends Omit<Connection, "username" | "connectedAt" | "lastUsed" | "channels"> {
  readonly providerUsername: string | null;
  readonly connectedAt: string | null;
  readonly lastUsed: string | null;
  readonly channels?: readonly Subscription[] | undefined;
}

function readConnection(answer: ConnectionAnswer): Connection {
  const { accountId, accountName, providerUsername, connectedAt, lastUsed, channels = [] } = answer;
  return {
    ...answer,
    accountName: accountName || providerUsername || accountId,
    username: providerUsername ?? "",
    connectedAt: connectedAt ?? "",
    lastUsed: lastUsed ?? "",
    channels,
  };
}

/** Lists the user's connections, without the revoked ones. */
export const listConnections = (api: Api) =>
  api.request(
    (client) => client.GET("/api/integrations"),
    ({ integrations }) => integrations.filter(({ status }) => status !== "disconnected").map(readConnection),
  );

/** Confirms a connection whose callback arrived without this browser's cookie. The handle works once. */
export const confirmConnection = (api: Api, provider: string, handle: string) =>
  api.request(
    (client) =>
      client.POST("/api/integrations/{provider}/confirm", {
        params: { path: { provider: toProviderId(provider) } },
        body: { handle },
      }),
    readConnection,
  );

/** What happened to the account's activities. */
export type ActivityOutcome = "removed" | "kept" | "being_removed";

export const disconnect = (api: Api, provider: string, account: string, keepActivity: boolean) =>
  api.request(
    (client) =>
      client.DELETE("/api/integrations/{provider}", {
        params: {
          path: { provider: toProviderId(provider) },
          query: { account, keepActivity: keepActivity ? "true" : "false" },
        },
      }),
    ({ activity }): ActivityOutcome => activity,
  );

export interface ConnectOptions {
  /** The connection to renew; absent for a new account. */
  readonly account?: string | undefined;
  readonly params?: Readonly<Record<string, string>> | undefined;
  /** Scopes to request in addition to those configured for the stage. */
  readonly scopes?: readonly string[] | undefined;
}

/**
 * Options to reconnect an account with its granted scopes, those not granted yet, and those in `missing`.
 * @param missing scopes that a failed call named
 */
export const toReconnectOptions = (
  { id, scopes, missingScopes, params }: Connection,
  missing: readonly string[] = [],
): ConnectOptions => ({
  account: id,
  params,
  scopes: [...new Set([...scopes, ...missingScopes, ...missing])],
});

/** Resolves with the URL of the provider's consent page; empty if the API's answer is not an http(s) URL. */
export function startConnecting(api: Api, provider: string, { account, params, scopes = [] }: ConnectOptions = {}) {
  const query = {
    returnTo: location.origin + location.pathname,
    ...(account && { account }),
    ...(params && { params: JSON.stringify(params) }),
    ...(scopes.length > 0 && { scopes: scopes.join(" ") }),
  };
  return api.request(
    (client) =>
      client.GET("/api/integrations/{provider}/auth", {
        params: { path: { provider: toProviderId(provider) }, query },
      }),
    ({ authorizationUrl }) => toWebUrl(authorizationUrl),
  );
}

/** Takes up a launch that an EHR began, once. Resolves with the URL of its consent page. */
export const takeUpLaunch = (api: Api, launchHandle: string) =>
  api.request(
    (client) =>
      client.POST("/api/oauth/authorize", {
        body: { launchHandle, redirectUri: location.origin + location.pathname },
      }),
    ({ authorizationUrl }) => toWebUrl(authorizationUrl),
  );
