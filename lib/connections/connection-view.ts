// A connection as the API shows it, without tokens, lease and profile.
import * as z from "zod";
import type { Connection } from "../store/connection.ts";
import type { Subscription } from "../store/subscription.ts";
import { buildReconnectUrl } from "./reconnect-url.ts";
import { subscriptionViewSchema, toSubscriptionView } from "./subscription-view.ts";
import { isExpired } from "./token-expiry.ts";

const toIsoTime = (seconds: number | undefined) =>
  seconds === undefined ? null : new Date(seconds * 1000).toISOString();

/** Schema of `toConnectionView`. */
export const connectionSchema = () =>
  z
    .object({
      provider: z.string(),
      connected: z.boolean().describe("Whether it is usable now, or after a refresh."),
      connectedAt: z.iso.datetime().nullable(),
      lastUsed: z.iso.datetime().nullable(),
      providerUsername: z.string().nullable(),
      scopes: z.array(z.string()),
      id: z.string().describe("What `account` takes."),
      accountId: z.string(),
      accountName: z.string(),
      status: z.enum(["active", "reconnect_needed", "revoked", "pending"]),
      expiresAt: z.iso.datetime().nullable(),
      isExpired: z.boolean().describe("Whether no refresh can help any more."),
      missingScopes: z.array(z.string()),
      reconnectUrl: z.string().optional().describe("Where connecting it again begins."),
      channels: z.array(subscriptionViewSchema()).optional(),
    })
    .meta({ id: "Connection", description: "A user's account at a provider." });

/**
 * `connected` means usable now or after a refresh. Times are ISO 8601, or `null`.
 * @param subscriptions of this connection, if they were read
 * @param now epoch seconds
 */
export function toConnectionView(
  connection: Connection,
  subscriptions: readonly Subscription[] = [],
  now: number = Date.now() / 1000,
): z.output<ReturnType<typeof connectionSchema>> {
  const isActive = connection.status === "active";
  const sets = Object.values(connection.tokens);
  const ends = sets.map((set) => set.expiresAt).filter((end) => end !== undefined);
  const expiresAt = ends.length > 0 ? Math.min(...ends) : undefined;
  const isLost = sets.some((set) => isExpired(set, now) && set.refresh === undefined);
  const needsReconnect = !isActive || connection.missingScopes.length > 0;
  return {
    provider: connection.provider,
    connected: isActive,
    connectedAt: toIsoTime(connection.connectedAt),
    lastUsed: toIsoTime(connection.lastUsed),
    providerUsername: connection.username ?? null,
    scopes: connection.scopes,
    id: connection.id,
    accountId: connection.accountId,
    accountName: connection.accountName,
    status: connection.status,
    expiresAt: toIsoTime(expiresAt),
    isExpired: !isActive || isLost,
    missingScopes: connection.missingScopes,
    ...(needsReconnect ? { reconnectUrl: buildReconnectUrl(connection) } : {}),
    ...(subscriptions.length > 0
      ? { channels: subscriptions.map((subscription) => toSubscriptionView(subscription, now)) }
      : {}),
  };
}
