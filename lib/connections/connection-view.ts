// A connection as the API shows it, without tokens, lease and profile.
import * as z from "zod";
import type { Connection } from "../store/connection.ts";
import { readTokenSubject } from "../store/owner.ts";
import { shownStatuses } from "../store/shown-status.ts";
import type { Subscription } from "../store/subscription.ts";
import { describeStatus } from "./connection-status.ts";
import { buildReconnectUrl } from "./reconnect-url.ts";
import { subscriptionViewSchema, toSubscriptionView } from "./subscription-view.ts";

const toIsoTime = (seconds: number | undefined) =>
  seconds === undefined ? null : new Date(seconds * 1000).toISOString();

const workspaceSchema = () =>
  z.object({
    id: z.string().describe("What `teamId` takes."),
    name: z.string(),
    account: z.string().describe("What `account` takes."),
  });

const example = {
  provider: "acme",
  connected: true,
  connectedAt: "2026-01-15T06:00:00.000Z",
  lastUsed: null,
  providerUsername: "ada",
  scopes: ["channels:read", "chat:write"],
  id: "pQ3vG2rT9sX1bC7dE5fH0k",
  userId: "user-1",
  accountId: "T0ACME001",
  accountName: "Acme",
  teamName: "Acme",
  status: "connected",
  expiresAt: null,
  isExpired: false,
  missingScopes: [],
  metadata: { workspaces: [{ id: "T0ACME001", name: "Acme", account: "pQ3vG2rT9sX1bC7dE5fH0k" }] },
};

/** Schema of a listed connection. */
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
      userId: z.string().describe("The signed-in user, as their token names them."),
      accountId: z.string(),
      accountName: z.string(),
      teamName: z.string().optional().describe("The workspace's name, where accounts are workspaces."),
      status: z
        .enum(shownStatuses)
        .describe("`expired` must be connected again, `disconnected` was revoked at the provider."),
      expiresAt: z.iso.datetime().nullable(),
      isExpired: z.boolean().describe("Whether no refresh can help any more."),
      missingScopes: z.array(z.string()),
      params: z
        .record(z.string(), z.string())
        .optional()
        .describe("What it was connected with, such as its shop; connecting it again takes the same."),
      reconnectUrl: z.string().optional().describe("Where connecting it again begins."),
      channels: z.array(subscriptionViewSchema()).optional(),
      metadata: z
        .object({ workspaces: z.array(workspaceSchema()).describe("All that the user has connected there.") })
        .optional(),
    })
    .meta({ id: "Connection", description: "A user's account at a provider.", examples: [example] });

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
  const status = describeStatus(connection, now);
  const isUsable = status === "connected";
  const sets = Object.values(connection.tokens);
  const ends = sets.map((set) => set.expiresAt).filter((end) => end !== undefined);
  const expiresAt = ends.length > 0 ? Math.min(...ends) : undefined;
  // An EHR's launch is used once: connecting again does without it.
  const { launch: _used, ...params } = connection.params;
  const needsReconnect = !isUsable || connection.missingScopes.length > 0;
  return {
    provider: connection.provider,
    connected: isUsable,
    connectedAt: toIsoTime(connection.connectedAt),
    lastUsed: toIsoTime(connection.lastUsed),
    providerUsername: connection.username ?? null,
    scopes: connection.scopes,
    id: connection.id,
    userId: readTokenSubject(connection),
    accountId: connection.accountId,
    accountName: connection.accountName,
    status,
    expiresAt: toIsoTime(expiresAt),
    isExpired: !isUsable,
    missingScopes: connection.missingScopes,
    ...(Object.keys(params).length > 0 ? { params } : {}),
    ...(needsReconnect ? { reconnectUrl: buildReconnectUrl(connection) } : {}),
    ...(subscriptions.length > 0
      ? { channels: subscriptions.map((subscription) => toSubscriptionView(subscription, now)) }
      : {}),
  };
}
