// Who may see what happens in a channel. Private channels and direct messages never leak to co-workers.
import { mapInBatches } from "../../concurrency.ts";
import { Problem } from "../../errors.ts";
import { count } from "../../metrics.ts";
import { withAccessToken } from "../../oauth/access.ts";
import type { Provider } from "../../oauth/definition.ts";
import type { Connection } from "../../store/connection.ts";
import type { Routed } from "../../store/routes.ts";
import { ttlCache } from "../../ttl-cache.ts";
import { isBeyondHelp } from "../../webhooks/each-account.ts";
import type { EventContext } from "../../webhooks/reading.ts";
import { readMembers } from "./members.ts";
import { type SlackRead, slackReader } from "./read.ts";

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
const atOnce = 25;

/** The connections whose person may see what happened in this channel. @throws Problem when Slack cannot say for now */
export async function viewersOf(
  context: EventContext,
  provider: Provider,
  { team, person }: Installation,
  channel: Channel,
): Promise<Connection[]> {
  const members = person === undefined ? await membersOf(context, provider, team, channel) : new Set([person]);
  if (members === undefined) {
    count("EventHidden", { provider: provider.id });
    return [];
  }
  const mine = context.routed.filter((routed) => routed.person !== undefined && members.has(routed.person));
  const found = await mapInBatches(mine, atOnce, (routed) => context.connection(routed));
  return found.filter((connection): connection is Connection => connection?.status === "active");
}

/** Seconds by which our clock may be ahead of Slack's; a time of Slack's is cut to the second besides. */
const skew = 3;

const memberships = ttlCache<ReadonlySet<string> | undefined>({ ttlMs: 60_000, maxEntries: 500 });
const placeOf = (team: string, channel: string) => `${team}#${channel}`;

/** After somebody has joined or left. */
export const forgetMembers = (team: string, channel: string): void => memberships.delete(placeOf(team, channel));

/** @returns undefined where the bot may not know: then nobody may see */
async function membersOf(context: EventContext, provider: Provider, team: string, { id, isPublic = false }: Channel) {
  const place = placeOf(team, id);
  const load = () => speakAs(context, provider, { set: "bot", of: context.routed }, (read) => readMembers(read, id));
  // That somebody has left is news in one container only. What is said in private waits for members asked for since.
  const found = await memberships.read(place, load, {
    now: () => context.now() * 1000,
    ...(isPublic ? {} : { askedSince: (context.occurredAt + skew) * 1000 }),
  });
  if (found === undefined) memberships.delete(place);
  return found;
}

/** One whose token is dead is marked and not tried again, so that the next delivery comes further. */
const mostTries = 10;

/**
 * Reads from Slack with a token of one of these connections.
 * @returns undefined when none of them has one that works
 * @throws Problem or ProviderError for what another try may mend
 */
export async function speakAs<T>(
  context: EventContext,
  provider: Provider,
  { set, of }: { readonly set: "bot" | "user"; readonly of: readonly Routed[] },
  use: (read: SlackRead) => Promise<T>,
): Promise<T | undefined> {
  let tries = 0;
  for (const routed of of) {
    const connection = await context.connection(routed);
    if (connection?.status !== "active" || connection.tokens[set] === undefined) continue;
    if (++tries > mostTries) throw new Problem("provider_unavailable", { retryAfter: 1 });
    try {
      const request = { provider, owner: connection, account: connection.id, set, actor: { actor: "webhook" } };
      return await withAccessToken(request, (token) => use(slackReader(provider, token, context.fetch)), context);
    } catch (error) {
      // The next connection may have a token that works.
      if (!isBeyondHelp(error)) throw error;
    }
  }
  return undefined;
}
