// A connection as front ends see it. Tokens, seals, leases and profiles stay in the store.
import type { Channel } from "../store/channel.ts";
import type { Connection } from "../store/connection.ts";
import { channelView } from "./channel-view.ts";
import { isExpired } from "./freshness.ts";
import { reconnectUrl } from "./reconnect-url.ts";

const iso = (seconds: number | undefined) => (seconds === undefined ? null : new Date(seconds * 1000).toISOString());

/**
 * `connected` means usable now or after a refresh; times are ISO 8601, `null` where there is none.
 * @param channels those of this connection, where they were read with it
 */
export function connectionView(
  connection: Connection,
  channels: readonly Channel[] = [],
  now: number = Date.now() / 1000,
) {
  const isActive = connection.status === "active";
  const sets = Object.values(connection.tokens);
  const ends = sets.map((set) => set.expiresAt).filter((end) => end !== undefined);
  const expiresAt = ends.length > 0 ? Math.min(...ends) : undefined;
  const isLost = sets.some((set) => isExpired(set, now) && set.refresh === undefined);
  const needsReconnect = !isActive || connection.missingScopes.length > 0;
  return {
    provider: connection.provider,
    connected: isActive,
    connectedAt: iso(connection.connectedAt),
    lastUsed: iso(connection.lastUsed),
    providerUsername: connection.username ?? null,
    scopes: connection.scopes,
    id: connection.id,
    accountId: connection.accountId,
    accountName: connection.accountName,
    status: connection.status,
    expiresAt: iso(expiresAt),
    isExpired: !isActive || isLost,
    missingScopes: connection.missingScopes,
    ...(needsReconnect ? { reconnectUrl: reconnectUrl(connection) } : {}),
    ...(channels.length > 0 ? { channels: channels.map((channel) => channelView(channel, now)) } : {}),
  };
}
