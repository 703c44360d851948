// Turns a client's name for a person (id, email address or name) into Slack's mention. People who are not found stay plain text.
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

/** A Slack user id, bare or as a mention. It must have a digit, or a name in capitals would match. */
const userId = /^(?:<@)?([UW](?=[A-Z0-9]*\d)[A-Z0-9]{6,30})(?:\|[^<>]{0,80})?>?$/;
const email = /^[^\s@<>]{1,64}@[^\s@<>]{1,189}$/;

type Kind = "id" | "email" | "name";

function classifyPerson(person: string): Kind {
  if (userId.test(person)) return "id";
  return email.test(person) ? "email" : "name";
}

/** Slack user ids by the client's name for the person. */
export type IdsByPerson = ReadonlyMap<string, string>;

export function createMentionFormatter(found: IdsByPerson): MentionFormatter {
  return (person) => {
    const id = userId.exec(person)?.[1] ?? found.get(person);
    return id === undefined ? escapeText(person, 200) : `<@${id}>`;
  };
}

/**
 * Finds the people who are given by email address; needs the scope users:read.email.
 * @throws ProviderError `token` only: after any other failure the card is sent without the mention
 */
export async function findIdsByEmail(client: WebClient, people: readonly string[]): Promise<IdsByPerson> {
  const addresses = people.filter((person) => classifyPerson(person) === "email");
  const ids = await Promise.all(addresses.map((address) => findIdByEmail(client, address)));
  return new Map(addresses.flatMap((address, index) => toPairs(address, ids[index])));
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

/** Finds the people who are given by a name that exactly one user has. The list of users may be an hour old. */
export async function findIdsByName(
  provider: Provider,
  request: DataRequest,
  people: readonly string[],
): Promise<IdsByPerson> {
  const names = people.filter((person) => classifyPerson(person) === "name");
  if (names.length === 0) return new Map();
  const listing = readCachedList(provider, request, { refresh: false }, userList()).catch(toNoUsers);
  const { items, nextPageToken } = await Promise.race([listing, sleep(listTimeoutMs, noUsers, { ref: false })]);
  // In an incomplete list, a name that occurs once may still be ambiguous.
  if (nextPageToken !== undefined) return new Map();
  const users = items.filter(({ is_bot, deleted }) => !is_bot && !deleted);
  return new Map(names.flatMap((name) => toPairs(name, findIdByName(name, users))));
}

/** Listing a large workspace may take longer than the card can wait. */
const listTimeoutMs = 6000;
const noUsers: Page<SlackUser> = { items: [] };

/** A failed list counts as empty. If the account cannot be used at all, sending the card says so. */
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
