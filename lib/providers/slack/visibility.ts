// Who may see what happens in a channel. Private channels and direct messages never leak to co-workers.
import * as z from "zod";
import { Problem, type ProblemCode } from "../../errors.ts";
import { failureOf } from "../../http/provider-failure.ts";
import { count } from "../../metrics.ts";
import { withAccessToken } from "../../oauth/access.ts";
import type { Provider } from "../../oauth/definition.ts";
import type { Connection } from "../../store/connection.ts";
import type { Routed } from "../../store/routes.ts";
import type { Arrival } from "../../webhooks/reading.ts";
import { keptFor } from "./container-cache.ts";
import { type SlackRead, slackReader } from "./read.ts";

/** The installation an event was sent to: a person's sees what the person sees, a bot's what the bot sees. */
export interface Installation {
  readonly team: string;
  /** Whose authorization it is; undefined for a bot's. */
  readonly person: string | undefined;
}

/** The connections whose person may see what happened in this channel. @throws Problem when Slack cannot say for now */
export async function viewersOf(
  arrival: Arrival,
  provider: Provider,
  { team, person }: Installation,
  channel: string,
): Promise<Connection[]> {
  const members = person === undefined ? await membersOf(arrival, provider, team, channel) : new Set([person]);
  if (members === undefined) {
    count("EventHidden", { provider: provider.id });
    return [];
  }
  const mine = arrival.routed.filter((routed) => routed.person !== undefined && members.has(routed.person));
  const found = await Promise.all(mine.map((routed) => arrival.connection(routed)));
  return found.filter((connection): connection is Connection => connection?.status === "active");
}

const memberships = keptFor<ReadonlySet<string> | undefined>(60, 500);
const placeOf = (team: string, channel: string) => `${team}#${channel}`;

/** After somebody has joined or left. */
export const forgetMembers = (team: string, channel: string): void => memberships.forget(placeOf(team, channel));

/** @returns undefined where the bot may not know: then nobody may see */
async function membersOf(arrival: Arrival, provider: Provider, team: string, channel: string) {
  const place = placeOf(team, channel);
  const found = await memberships.read(place, arrival.now(), () =>
    speakAs(arrival, provider, { set: "bot", of: arrival.routed }, (read) => readMembers(read, channel)),
  );
  if (found === undefined) memberships.forget(place);
  return found;
}

const page = () =>
  z.object({
    members: z.array(z.string()),
    response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
  });

/** Members beyond these pages of a thousand are not known to be members. */
const mostPages = 20;

async function readMembers(read: SlackRead, channel: string): Promise<ReadonlySet<string> | undefined> {
  const members = new Set<string>();
  let cursor = "";
  try {
    for (let at = 0; at < mostPages; at++) {
      const fields = { channel, limit: "1000", ...(cursor ? { cursor } : {}) };
      const answer = await read("conversations.members", fields, page());
      for (const member of answer.members) members.add(member);
      cursor = answer.response_metadata?.next_cursor ?? "";
      if (cursor === "") break;
    }
    return members;
  } catch (error) {
    const refused = failureOf(error)?.class;
    if (refused === "scope" || refused === "absent" || refused === "permanent") return undefined;
    throw error;
  }
}

/** The next connection may have a token that works. */
const anotherMayHelp: readonly ProblemCode[] = [
  "not_connected",
  "reconnect_required",
  "insufficient_permissions",
  "not_found",
];

/** One whose token is dead is marked and not tried again, so that the next delivery comes further. */
const mostTries = 10;

/**
 * Reads from Slack with a token of one of these connections.
 * @returns undefined when none of them has one that works
 * @throws Problem or ProviderFailure for what another try may mend
 */
export async function speakAs<T>(
  arrival: Arrival,
  provider: Provider,
  { set, of }: { readonly set: "bot" | "user"; readonly of: readonly Routed[] },
  use: (read: SlackRead) => Promise<T>,
): Promise<T | undefined> {
  let tries = 0;
  for (const routed of of) {
    const connection = await arrival.connection(routed);
    if (connection?.status !== "active" || connection.tokens[set] === undefined) continue;
    if (++tries > mostTries) throw new Problem("provider_unavailable", { retryAfter: 1 });
    try {
      const request = { provider, owner: connection, account: connection.id, set, actor: { actor: "webhook" } };
      return await withAccessToken(request, (token) => use(slackReader(provider, token, arrival.fetch)), arrival);
    } catch (error) {
      if (!(error instanceof Problem && anotherMayHelp.includes(error.code))) throw error;
    }
  }
  return undefined;
}
