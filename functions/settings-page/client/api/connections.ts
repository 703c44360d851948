import { type Api, address } from "./client.ts";
import { list, record, text } from "./read.ts";

export interface Connection {
  readonly id: string;
  readonly provider: string;
  readonly status: string;
  readonly connected: boolean;
  readonly accountName: string;
  readonly username: string;
  readonly connectedAt: string;
  readonly lastUsed: string;
  readonly scopes: readonly string[];
  readonly missingScopes: readonly string[];
  readonly channels: readonly Channel[];
}

/** Over which the provider tells us of changes. */
export interface Channel {
  readonly id: string;
  readonly status: string;
  readonly error: string;
}

function readChannel(value: unknown): Channel {
  const { id, status, error } = record(value);
  return { id: text(id), status: text(status), error: text(error) };
}

function readConnection(value: unknown): Connection {
  const found = record(value);
  const username = text(found.providerUsername);
  return {
    id: text(found.id),
    provider: text(found.provider),
    status: text(found.status),
    connected: found.connected === true,
    accountName: text(found.accountName) || username || text(found.accountId),
    username,
    connectedAt: text(found.connectedAt),
    lastUsed: text(found.lastUsed),
    scopes: list(found.scopes, text),
    missingScopes: list(found.missingScopes, text),
    channels: list(found.channels, readChannel),
  };
}

export const listConnections = (api: Api) =>
  api.call("GET", "/api/integrations", (body) =>
    list(record(body).integrations, readConnection).filter(
      (connection) => connection.id && connection.status !== "revoked",
    ),
  );

/** Settles a connection that arrived without this browser's cookie. The handle works once. */
export const confirmConnection = (api: Api, provider: string, handle: string) =>
  api.call("POST", `/api/integrations/${provider}/confirm`, readConnection, { handle });

export const disconnect = (api: Api, provider: string, account: string) =>
  api.call("DELETE", address(`/api/integrations/${provider}`, { account }), (body) => text(record(body).message));

export interface ConnectOptions {
  /** The connection to renew; absent for a new account. */
  readonly account?: string | undefined;
  readonly params?: Readonly<Record<string, string>> | undefined;
}

/** Asks for the provider's consent page. An address that is not http(s) reads as empty. */
export const startConnecting = (api: Api, provider: string, options: ConnectOptions = {}) => {
  const query = {
    returnTo: location.origin + location.pathname,
    account: options.account,
    params: options.params && JSON.stringify(options.params),
  };
  return api.call("GET", address(`/api/integrations/${provider}/auth`, query), (body) => {
    const url = text(record(body).authorizationUrl);
    return /^https?:\/\//.test(url) ? url : "";
  });
};
