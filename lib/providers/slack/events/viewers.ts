// Who may see an event in a channel. Private channels and direct messages are never shown to other people of the workspace.
import { mapInBatches } from "../../../concurrency.ts";
import { withAccessToken } from "../../../connections/access-token.ts";
import { Problem } from "../../../errors.ts";
import { count } from "../../../metrics.ts";
import type { Provider } from "../../../oauth/definition.ts";
import type { Connection } from "../../../store/connection.ts";
import type { EventRecipient } from "../../../store/event-routes.ts";
import { ttlCache } from "../../../ttl-cache.ts";
import { needsUserAction } from "../../../webhooks/for-each-account.ts";
import type { EventContext } from "../../../webhooks/webhook-source.ts";
import { readMembers } from "../api/members.ts";
import { createSlackReader, type SlackRead } from "../api/reader.ts";

/** The installation that an event was sent to. A person's gets what the person sees, the bot's what the bot sees. */
export interface Installation {
  readonly team: string;
  /** The authorizing person's Slack id; undefined for the bot. */
  readonly person: string | undefined;
}

interface Channel {
  readonly id: string;
  /** Whether everybody in the workspace may read it; undefined if the event does not say. */
  readonly isPublic?: boolean | undefined;
}

/** Reads at a time: half of the store client's sockets. */
const maxConcurrency = 25;

/** The connections whose person may see events of this channel. @throws Problem if Slack does not answer for now */
export async function listViewers(
  context: EventContext,
  provider: Provider,
  { team, person }: Installation,
  channel: Channel,
): Promise<Connection[]> {
  const members = person === undefined ? await loadMembers(context, provider, team, channel) : new Set([person]);
  if (members === undefined) {
    count("EventHidden", { provider: provider.id });
    return [];
  }
  const allowed = context.recipients.filter((routed) => routed.person !== undefined && members.has(routed.person));
  const found = await mapInBatches(allowed, maxConcurrency, (routed) => context.readConnection(routed));
  return found.filter((connection): connection is Connection => connection?.status === "active");
}

/** Seconds by which our clock may be ahead of Slack's, including the second to which Slack's times are truncated. */
const skewSeconds = 3;

const membershipCache = ttlCache<ReadonlySet<string> | undefined>({ ttlMs: 60_000, maxEntries: 500 });
const toCacheKey = (team: string, channel: string) => `${team}#${channel}`;

/** Call this after somebody has joined or left. */
export const invalidateMembers = (team: string, channel: string): void =>
  membershipCache.delete(toCacheKey(team, channel));

/** The channel's members. @returns undefined if the bot may not list them: then nobody may see the event */
async function loadMembers(context: EventContext, provider: Provider, team: string, { id, isPublic = false }: Channel) {
  const cacheKey = toCacheKey(team, id);
  const load = () =>
    readWithAnyToken(context, provider, { set: "bot", of: context.recipients }, (read) => readMembers(read, id));
  // Only one container hears that somebody has left. So for a private channel the members must have been read after the event.
  const found = await membershipCache.read(cacheKey, load, {
    now: () => context.now() * 1000,
    ...(isPublic ? {} : { askedSince: (context.occurredAt + skewSeconds) * 1000 }),
  });
  if (found === undefined) membershipCache.delete(cacheKey);
  return found;
}

/** Tokens tried per delivery. A dead token is marked and skipped next time, so a retried delivery gets further. */
const maxAttempts = 10;

/**
 * Reads from Slack with a token of one of these connections.
 * @returns undefined if none of them has a working token
 * @throws Problem or ProviderError for which a retry may help
 */
export async function readWithAnyToken<T>(
  context: EventContext,
  provider: Provider,
  { set, of }: { readonly set: "bot" | "user"; readonly of: readonly EventRecipient[] },
  use: (read: SlackRead) => Promise<T>,
): Promise<T | undefined> {
  let attempts = 0;
  for (const routed of of) {
    const connection = await context.readConnection(routed);
    if (connection?.status !== "active" || connection.tokens[set] === undefined) continue;
    if (++attempts > maxAttempts) throw new Problem("provider_unavailable", { retryAfter: 1 });
    try {
      const request = { provider, owner: connection, account: connection.id, set, actor: { actor: "webhook" } };
      return await withAccessToken(request, (token) => use(createSlackReader(provider, token, context.fetch)), context);
    } catch (error) {
      // The next connection may have a token that works.
      if (!needsUserAction(error)) throw error;
    }
  }
  return undefined;
}
