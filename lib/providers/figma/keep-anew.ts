// What is kept of a file or team, read once more and kept in place of the old.
import { findProviderError } from "../../http/provider-error.ts";
import { earlierAnswer, keptAnswer } from "../../oauth/cached.ts";
import type { Call } from "../../oauth/data-endpoint.ts";
import { refilledInTurn } from "../../oauth/refill.ts";
import { readCache } from "../../store/cache.ts";
import { announceActivity } from "../../webhooks/activity.ts";
import type { EventContext } from "../../webhooks/reading.ts";
import { componentSetsName, componentsName, listComponentSets, listComponents } from "./components.ts";
import type { FileEvent } from "./event-shapes.ts";
import { tokensNews } from "./file-news.ts";
import { readProjectFiles, readTeamFiles } from "./team-files.ts";
import { type KeptTeam, keptTeam, teamName, withFiles } from "./team-list.ts";
import { changedTokens } from "./token-changes.ts";
import { fileTokens, readTokens, tokensName } from "./variables.ts";

/** An event, as an account of somebody it concerns takes it in. */
export interface Change {
  readonly account: Call;
  readonly context: EventContext;
  readonly event: FileEvent;
  /** Epoch milliseconds until which to wait for others who are at the same. */
  readonly until: number;
}

/** Seconds. Events say when it has changed, so tokens may be kept longer than those that are read once. */
const day = 86_400;

/** Milliseconds, of the 18 s that all requests of a delivery have: the last one must end within them. */
const teamMs = 8000;

/**
 * Its owner is told before it is kept, so that a repetition after a crash, which finds nothing changed any more, has nothing to
 * add.
 * @returns whether they are kept @throws what means that no more is to be asked for now
 */
export function keepTokens({ account, context, event, until }: Change): Promise<boolean> {
  const { connection } = account;
  const name = tokensName(event.file_key);
  const load = async () => {
    const fresh = await orNothing(readTokens(account, event.file_key));
    if (fresh === undefined) return undefined;
    const before = await keptAnswer(connection, { name, schema: fileTokens }, await rowOf(account, name), account);
    const changed = changedTokens(before?.tokens ?? {}, fresh.tokens);
    const news = tokensNews(event, before && changed, context.occurredAt);
    if (changed > 0) await announceActivity(context, connection, news);
    return fresh;
  };
  return refilledInTurn(connection, { name, seconds: day, until }, load, account);
}

interface Published {
  /** Under which it is kept. */
  readonly name: string;
  read(account: Call, fileKey: string): Promise<unknown>;
}

/** The lists of what a file publishes. */
export const published = (fileKey: string): Published[] => [
  { name: componentsName(fileKey), read: listComponents },
  { name: componentSetsName(fileKey), read: listComponentSets },
];

/** Reads such a list anew. @returns whether it is kept @throws as `keepTokens` */
export function keepPublished({ account, event, until }: Change, { name, read }: Published): Promise<boolean> {
  const load = () => orNothing(read(account, event.file_key));
  return refilledInTurn(account.connection, { name, seconds: day, until }, load, account);
}

/**
 * Reads the file's project anew in a team's list, so that an event costs one request and not one for every project. The list as
 * a whole becomes no older than a day; one past its time stays so, for whoever goes on from it.
 * @returns whether it is kept; "unlisted" where it has no such file and was left as it is @throws as above
 */
export async function mendTeam({ account, event, until }: Change, teamId: string): Promise<boolean | "unlisted"> {
  const { connection } = account;
  const name = teamName(teamId);
  const seconds = ((await rowOf(account, name))?.expiresAt ?? 0) - account.now();
  let isListed = true;
  const load = async () => {
    const before = await earlierAnswer(connection, { name, schema: keptTeam }, await rowOf(account, name), account);
    const place = before?.projects.find(({ files }) => files.some(({ key }) => key === event.file_key));
    isListed = before === undefined || place !== undefined;
    return before && place && orNothing(mended(account, before, place.id));
  };
  const isKept = await refilledInTurn(connection, { name, seconds, continuable: day, until }, load, account);
  return isListed ? isKept : "unlisted";
}

/** Reads a team's list anew; one that is not complete is not kept. @returns whether it is kept @throws as above */
export function listTeam({ account, until }: Change, teamId: string): Promise<boolean> {
  const load = async () => {
    const fresh = await orNothing(readTeamFiles(account, teamId, { forMs: teamMs, now: account.now }));
    return fresh?.projects.every(({ code }) => code === undefined) ? fresh : undefined;
  };
  const keeping = { name: teamName(teamId), seconds: day, continuable: day, until };
  return refilledInTurn(account.connection, keeping, load, account);
}

async function mended(account: Call, before: KeptTeam, id: string): Promise<KeptTeam> {
  return withFiles(before, id, await readProjectFiles(account, id), account.now());
}

function rowOf({ connection: { tenant, user, id } }: Call, name: string) {
  return readCache({ tenant, user, connection: id, name }, true);
}

/** What is refused alone, such as a file that is no longer shown, says nothing of the others. */
async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    const kind = findProviderError(error)?.kind;
    if (kind === "scope" || kind === "absent" || kind === "permanent") return undefined;
    throw error;
  });
}
