// From however a client names a person to Slack's mention of them; who cannot be found stays the text they were named by.
import { setTimeout as sleep } from "node:timers/promises";
import type { WebClient } from "@slack/web-api";
import { Problem } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import type { DataRequest } from "../../oauth/data-endpoint.ts";
import type { Provider } from "../../oauth/definition.ts";
import { slackCall } from "./api.ts";
import type { Mention } from "./cards.ts";
import { escaped } from "./escape.ts";
import { keptList } from "./kept-list.ts";
import type { Page } from "./pages.ts";
import { type SlackUser, userList } from "./users.ts";

/** As Slack gives them, bare or as a mention. A name in capitals has no digit. */
const userId = /^(?:<@)?([UW](?=[A-Z0-9]*\d)[A-Z0-9]{6,30})(?:\|[^<>]{0,80})?>?$/;
const email = /^[^\s@<>]{1,64}@[^\s@<>]{1,189}$/;

type Kind = "id" | "email" | "name";

function kindOf(person: string): Kind {
  if (userId.test(person)) return "id";
  return email.test(person) ? "email" : "name";
}

/** Ids of people by how they were named. */
export type Found = ReadonlyMap<string, string>;

export function mentionOf(found: Found): Mention {
  return (person) => {
    const id = userId.exec(person)?.[1] ?? found.get(person);
    return id === undefined ? escaped(person, 200) : `<@${id}>`;
  };
}

/**
 * Those of these people whom Slack knows by their address; it tells only apps with the scope users:read.email.
 * @throws ProviderError `token` only: nothing else is worth losing a card for
 */
export async function foundByEmail(client: WebClient, people: readonly string[]): Promise<Found> {
  const asked = people.filter((person) => kindOf(person) === "email");
  const ids = await Promise.all(asked.map((address) => idByEmail(client, address)));
  return new Map(asked.flatMap((person, index) => pairOf(person, ids[index])));
}

async function idByEmail(client: WebClient, address: string): Promise<string | undefined> {
  try {
    const { user } = await slackCall(() => client.users.lookupByEmail({ email: address }));
    return user?.id;
  } catch (error) {
    if (findProviderError(error)?.kind === "token") throw error;
    return undefined;
  }
}

/** Those of these people whose name exactly one user has, among users as they were up to an hour ago. */
export async function foundByName(provider: Provider, request: DataRequest, people: readonly string[]): Promise<Found> {
  const names = people.filter((person) => kindOf(person) === "name");
  if (names.length === 0) return new Map();
  const asked = keptList(provider, request, { refresh: false }, userList()).catch(nobody);
  const { items, nextPageToken } = await Promise.race([asked, sleep(longestMs, nobodyKnown, { ref: false })]);
  // Of half a workspace nobody can say that a name is one person's.
  if (nextPageToken !== undefined) return new Map();
  const users = items.filter(({ is_bot, deleted }) => !is_bot && !deleted);
  return new Map(names.flatMap((name) => pairOf(name, idByName(name, users))));
}

/** A large workspace takes longer to list than the card may wait. */
const longestMs = 6000;
const nobodyKnown: Page<SlackUser> = { items: [] };

/** What keeps the account from being used at all is said when the card is sent. */
function nobody(error: unknown): Page<SlackUser> {
  if (error instanceof Problem) return nobodyKnown;
  throw error;
}

type Named = Pick<SlackUser, "id" | "name" | "real_name" | "display_name">;

export function idByName(wanted: string, users: readonly Named[]): string | undefined {
  const name = folded(wanted.replace(/^@/, ""));
  const [first, ...others] = users.filter((user) =>
    [user.name, user.real_name, user.display_name].some((known) => known !== "" && folded(known) === name),
  );
  return others.length === 0 ? first?.id : undefined;
}

const folded = (name: string): string => name.normalize("NFKC").trim().toLowerCase();

const pairOf = (person: string, id: string | undefined): [string, string][] => (id === undefined ? [] : [[person, id]]);
