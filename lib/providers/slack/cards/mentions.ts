// From however a client names a person to Slack's mention of them; who cannot be found stays the text they were named by.
import { setTimeout as sleep } from "node:timers/promises";
import type { WebClient } from "@slack/web-api";
import { Problem } from "../../../errors.ts";
import { findProviderError } from "../../../http/provider-error.ts";
import type { Provider } from "../../../oauth/definition.ts";
import type { DataRequest } from "../../../provider-client/data-endpoint.ts";
import { readCachedList } from "../api/cached-list.ts";
import { type SlackUser, userList } from "../api/users.ts";
import { callSlack } from "../api.ts";
import { escapeText } from "../escape-text.ts";
import type { Page } from "../paging.ts";
import type { MentionFormatter } from "./request-cards.ts";

/** As Slack gives them, bare or as a mention. A name in capitals has no digit. */
const userId = /^(?:<@)?([UW](?=[A-Z0-9]*\d)[A-Z0-9]{6,30})(?:\|[^<>]{0,80})?>?$/;
const email = /^[^\s@<>]{1,64}@[^\s@<>]{1,189}$/;

type Kind = "id" | "email" | "name";

function classifyPerson(person: string): Kind {
  if (userId.test(person)) return "id";
  return email.test(person) ? "email" : "name";
}

/** Ids of people by how they were named. */
export type IdsByPerson = ReadonlyMap<string, string>;

export function createMentionFormatter(found: IdsByPerson): MentionFormatter {
  return (person) => {
    const id = userId.exec(person)?.[1] ?? found.get(person);
    return id === undefined ? escapeText(person, 200) : `<@${id}>`;
  };
}

/**
 * Those of these people whom Slack knows by their address; it tells only apps with the scope users:read.email.
 * @throws ProviderError `token` only: nothing else is worth losing a card for
 */
export async function findIdsByEmail(client: WebClient, people: readonly string[]): Promise<IdsByPerson> {
  const asked = people.filter((person) => classifyPerson(person) === "email");
  const ids = await Promise.all(asked.map((address) => findIdByEmail(client, address)));
  return new Map(asked.flatMap((person, index) => toPairs(person, ids[index])));
}

async function findIdByEmail(client: WebClient, address: string): Promise<string | undefined> {
  try {
    const { user } = await callSlack(() => client.users.lookupByEmail({ email: address }));
    return user?.id;
  } catch (error) {
    if (findProviderError(error)?.kind === "token") throw error;
    return undefined;
  }
}

/** Those of these people whose name exactly one user has, among users as they were up to an hour ago. */
export async function findIdsByName(
  provider: Provider,
  request: DataRequest,
  people: readonly string[],
): Promise<IdsByPerson> {
  const names = people.filter((person) => classifyPerson(person) === "name");
  if (names.length === 0) return new Map();
  const asked = readCachedList(provider, request, { refresh: false }, userList()).catch(toNoUsers);
  const { items, nextPageToken } = await Promise.race([asked, sleep(listTimeoutMs, noUsers, { ref: false })]);
  // Of half a workspace nobody can say that a name is one person's.
  if (nextPageToken !== undefined) return new Map();
  const users = items.filter(({ is_bot, deleted }) => !is_bot && !deleted);
  return new Map(names.flatMap((name) => toPairs(name, findIdByName(name, users))));
}

/** A large workspace takes longer to list than the card may wait. */
const listTimeoutMs = 6000;
const noUsers: Page<SlackUser> = { items: [] };

/** What keeps the account from being used at all is said when the card is sent. */
function toNoUsers(error: unknown): Page<SlackUser> {
  if (error instanceof Problem) return noUsers;
  throw error;
}

type NamedUser = Pick<SlackUser, "id" | "name" | "real_name" | "display_name">;

export function findIdByName(wanted: string, users: readonly NamedUser[]): string | undefined {
  const name = normalizeName(wanted.replace(/^@/, ""));
  const [first, ...others] = users.filter((user) =>
    [user.name, user.real_name, user.display_name].some((known) => known !== "" && normalizeName(known) === name),
  );
  return others.length === 0 ? first?.id : undefined;
}

const normalizeName = (name: string): string => name.normalize("NFKC").trim().toLowerCase();

const toPairs = (person: string, id: string | undefined): [string, string][] =>
  id === undefined ? [] : [[person, id]];
