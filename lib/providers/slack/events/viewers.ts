// Who may see what happens in a channel. Private channels and direct messages never leak to co-workers.
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

/** The installation an event was sent to: a person's sees what the person sees, a bot's what the bot sees. */
export interface Installation {
  readonly team: string;
  /** Whose authorization it is; undefined for a bot's. */
  readonly person: string | undefined;
}

interface Channel {
  readonly id: string;
  /** Everybody of the workspace may read it; undefined where an event does not say. */
  readonly isPublic?: boolean | undefined;
}

/** Reads under way at a time: half of the sockets that the store's client has. */
const maxConcurrency = 25;

/** The connections whose person may see what happened in this channel. @throws Problem when Slack cannot say for now */
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
  const mine = context.recipients.filter((routed) => routed.person !== undefined && members.has(routed.person));
  const found = await mapInBatches(mine, maxConcurrency, (routed) => context.readConnection(routed));
  return found.filter((connection): connection is Connection => connection?.status === "active");
}

/** Seconds by which our clock may be ahead of Slack's; a time of Slack's is cut to the second besides. */
const skewSeconds = 3;

const membershipCache = ttlCache<ReadonlySet<string> | undefined>({ ttlMs: 60_000, maxEntries: 500 });
const toCacheKey = (team: string, channel: string) => `${team}#${channel}`;

/** After somebody has joined or left. */
export const invalidateMembers = (team: string, channel: string): void =>
  membershipCache.delete(toCacheKey(team, channel));

/** @returns undefined where the bot may not know: then nobody may see */
async function loadMembers(context: EventContext, provider: Provider, team: string, { id, isPublic = false }: Channel) {
  const place = toCacheKey(team, id);
  const load = () =>
    readWithAnyToken(context, provider, { set: "bot", of: context.recipients }, (read) => readMembers(read, id));
  // That somebody has left is news in one container only. What is said in private waits for members asked for since.
  const found = await membershipCache.read(place, load, {
    now: () => context.now() * 1000,
    ...(isPublic ? {} : { askedSince: (context.occurredAt + skewSeconds) * 1000 }),
  });
  if (found === undefined) membershipCache.delete(place);
  return found;
}

/** One whose token is dead is marked and not tried again, so that the next delivery comes further. */
const maxAttempts = 10;

/**
 * Reads from Slack with a token of one of these connections.
 * @returns undefined when none of them has one that works
 * @throws Problem or ProviderError for what another try may mend
 */
export async function readWithAnyToken<T>(
  context: EventContext,
  provider: Provider,
  { set, of }: { readonly set: "bot" | "user"; readonly of: readonly EventRecipient[] },
  use: (read: SlackRead) => Promise<T>,
): Promise<T | undefined> {
  let tries = 0;
  for (const routed of of) {
    const connection = await context.readConnection(routed);
    if (connection?.status !== "active" || connection.tokens[set] === undefined) continue;
    if (++tries > maxAttempts) throw new Problem("provider_unavailable", { retryAfter: 1 });
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
