// What is kept of a file or team, read once more and kept in place of the old.
import { findProviderError } from "../../http/provider-error.ts";
import { readFresh, readStale } from "../../provider-client/cache.ts";
import type { ProviderCallContext } from "../../provider-client/data-endpoint.ts";
import { loadExclusive } from "../../provider-client/single-flight.ts";
import { readCache } from "../../store/cache.ts";
import { recordActivity } from "../../webhooks/record-activity.ts";
import type { EventContext } from "../../webhooks/webhook-source.ts";
import { toTokensActivity } from "./activity.ts";
import { componentSetsCacheName, componentsCacheName, listComponentSets, listComponents } from "./api/components.ts";
import { type CachedTeam, cachedTeam, teamCacheName, withProjectFiles } from "./api/team-cache.ts";
import { readProjectFiles, readTeamFiles } from "./api/team-files.ts";
import { fileTokens, readTokens, tokensCacheName } from "./api/variables.ts";
import type { FileEvent } from "./events/schemas.ts";
import { countChangedTokens } from "./token-changes.ts";

/** An event, as an account of somebody it concerns takes it in. */
export interface RefreshContext {
  readonly account: ProviderCallContext;
  readonly context: EventContext;
  readonly event: FileEvent;
  /** Epoch milliseconds until which to wait for others who are at the same. */
  readonly until: number;
}

/** Seconds. Events say when it has changed, so tokens may be kept longer than those that are read once. */
const daySeconds = 86_400;

/** Milliseconds, of the 18 s that all requests of a delivery have: the last one must end within them. */
const teamTimeoutMs = 8000;

/**
 * Its owner is told before it is kept, so that a repetition after a crash, which finds nothing changed any more, has nothing to
 * add.
 * @returns whether they are kept @throws what means that no more is to be asked for now
 */
export function refreshDesignTokens({ account, context, event, until }: RefreshContext): Promise<boolean> {
  const { connection } = account;
  const name = tokensCacheName(event.file_key);
  const load = async () => {
    const fresh = await undefinedIfRefused(readTokens(account, event.file_key));
    if (fresh === undefined) return undefined;
    const before = await readFresh(
      connection,
      { name, schema: fileTokens },
      await readCacheRow(account, name),
      account,
    );
    const changed = countChangedTokens(before?.tokens ?? {}, fresh.tokens);
    const news = toTokensActivity(event, before && changed, context.occurredAt);
    if (changed > 0) await recordActivity(context, connection, news);
    return fresh;
  };
  return loadExclusive(connection, { name, seconds: daySeconds, until }, load, account);
}

interface PublishedList {
  /** Under which it is kept. */
  readonly name: string;
  read(account: ProviderCallContext, fileKey: string): Promise<unknown>;
}

/** The lists of what a file publishes. */
export const publishedLists = (fileKey: string): PublishedList[] => [
  { name: componentsCacheName(fileKey), read: listComponents },
  { name: componentSetsCacheName(fileKey), read: listComponentSets },
];

/** Reads such a list anew. @returns whether it is kept @throws as `refreshDesignTokens` */
export function refreshPublishedList(
  { account, event, until }: RefreshContext,
  { name, read }: PublishedList,
): Promise<boolean> {
  const load = () => undefinedIfRefused(read(account, event.file_key));
  return loadExclusive(account.connection, { name, seconds: daySeconds, until }, load, account);
}

/**
 * Reads the file's project anew in a team's list, so that an event costs one request and not one for every project. The list as
 * a whole becomes no older than a day; one past its time stays so, for whoever goes on from it.
 * @returns whether it is kept; "unlisted" where it has no such file and was left as it is @throws as above
 */
export async function patchTeamCache(
  { account, event, until }: RefreshContext,
  teamId: string,
): Promise<boolean | "unlisted"> {
  const { connection } = account;
  const name = teamCacheName(teamId);
  const seconds = ((await readCacheRow(account, name))?.expiresAt ?? 0) - account.now();
  let isListed = true;
  const load = async () => {
    const before = await readStale(
      connection,
      { name, schema: cachedTeam },
      await readCacheRow(account, name),
      account,
    );
    const place = before?.projects.find(({ files }) => files.some(({ key }) => key === event.file_key));
    isListed = before === undefined || place !== undefined;
    return before && place && undefinedIfRefused(readPatchedTeam(account, before, place.id));
  };
  const isKept = await loadExclusive(connection, { name, seconds, staleSeconds: daySeconds, until }, load, account);
  return isListed ? isKept : "unlisted";
}

/** Reads a team's list anew; one that is not complete is not kept. @returns whether it is kept @throws as above */
export function refreshTeamCache({ account, until }: RefreshContext, teamId: string): Promise<boolean> {
  const load = async () => {
    const fresh = await undefinedIfRefused(
      readTeamFiles(account, teamId, { timeoutMs: teamTimeoutMs, now: account.now }),
    );
    return fresh?.projects.every(({ code }) => code === undefined) ? fresh : undefined;
  };
  const options = { name: teamCacheName(teamId), seconds: daySeconds, staleSeconds: daySeconds, until };
  return loadExclusive(account.connection, options, load, account);
}

async function readPatchedTeam(account: ProviderCallContext, before: CachedTeam, id: string): Promise<CachedTeam> {
  return withProjectFiles(before, id, await readProjectFiles(account, id), account.now());
}

function readCacheRow({ connection: { tenant, user, id } }: ProviderCallContext, name: string) {
  return readCache({ tenant, user, connection: id, name }, true);
}

/** What is refused alone, such as a file that is no longer shown, says nothing of the others. */
async function undefinedIfRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    const kind = findProviderError(error)?.kind;
    if (kind === "scope" || kind === "absent" || kind === "permanent") return undefined;
    throw error;
  });
}
