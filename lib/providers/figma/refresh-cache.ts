// Refreshes the cached data of a file or a team.
import { findProviderError } from "../../http/provider-error.ts";
import { readFresh, readStale } from "../../provider-client/cache.ts";
import type { ProviderCallContext } from "../../provider-client/data-endpoint.ts";
import { loadExclusive } from "../../provider-client/single-flight.ts";
import { type CacheName, readCache } from "../../store/cache.ts";
import { recordActivity } from "../../webhooks/record-activity.ts";
import type { EventContext } from "../../webhooks/webhook-source.ts";
import { toTokensActivity } from "./activity.ts";
import { componentSetsCacheName, componentsCacheName, listComponentSets, listComponents } from "./api/components.ts";
import { type CachedTeam, cachedTeam, teamCacheName, withProjectFiles } from "./api/team-cache.ts";
import { readProjectFiles, readTeamFiles } from "./api/team-files.ts";
import { fileTokens, readTokens, tokensCacheName } from "./api/variables.ts";
import type { FileEvent } from "./events/schemas.ts";
import { countChangedTokens } from "./token-changes.ts";

/** An event and one account that it concerns. */
export interface RefreshContext {
  readonly account: ProviderCallContext;
  readonly context: EventContext;
  readonly event: FileEvent;
  /** Epoch milliseconds until which to wait for another refresh of the same entry. */
  readonly until: number;
}

/** Events report every change, so these entries may be cached longer than those read on request. */
const daySeconds = 86_400;

/** Of the 18 s that all requests of a delivery have; the last one must end within them. */
const teamTimeoutMs = 8000;

/**
 * Refreshes a file's design tokens. The activity is recorded before they are cached: after a crash in between, the repetition would
 * find no change and record nothing.
 * @returns whether they are cached @throws ProviderError that rules out further requests for now (token, rate, transient)
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
    const activity = toTokensActivity(event, before && changed, context.occurredAt);
    if (changed > 0) await recordActivity(context, connection, activity);
    return fresh;
  };
  return loadExclusive(connection, { name, seconds: daySeconds, until }, load, account);
}

interface PublishedList {
  readonly name: CacheName;
  read(account: ProviderCallContext, fileKey: string): Promise<unknown>;
}

/** The lists that a file publishes. */
export const publishedLists = (fileKey: string): PublishedList[] => [
  { name: componentsCacheName(fileKey), read: listComponents },
  { name: componentSetsCacheName(fileKey), read: listComponentSets },
];

/** Refreshes a published list. @returns whether it is cached @throws as `refreshDesignTokens` */
export function refreshPublishedList(
  { account, event, until }: RefreshContext,
  { name, read }: PublishedList,
): Promise<boolean> {
  const load = () => undefinedIfRefused(read(account, event.file_key));
  return loadExclusive(account.connection, { name, seconds: daySeconds, until }, load, account);
}

/**
 * Refreshes only the file's project in a team's list: one request instead of one per project. The list keeps its expiry; an
 * expired list stays expired, as the base for the next reading.
 * @returns whether it is cached; "unlisted" if the list does not have the file and was left unchanged @throws as above
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
    const project = before?.projects.find(({ files }) => files.some(({ key }) => key === event.file_key));
    isListed = before === undefined || project !== undefined;
    return before && project && undefinedIfRefused(readPatchedTeam(account, before, project.id));
  };
  const isKept = await loadExclusive(connection, { name, seconds, staleSeconds: daySeconds, until }, load, account);
  return isListed ? isKept : "unlisted";
}

/** Refreshes a team's whole list; an incomplete one is not cached. @returns whether it is cached @throws as above */
export function refreshTeamCache(
  { account, until }: Pick<RefreshContext, "account" | "until">,
  teamId: string,
): Promise<boolean> {
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

function readCacheRow({ connection: { tenant, user, id } }: ProviderCallContext, name: CacheName) {
  return readCache({ tenant, user, connection: id, name }, true);
}

/** A refusal of one thing, such as a file that is no longer shown, does not stop the others. */
async function undefinedIfRefused<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch((error: unknown) => {
    const kind = findProviderError(error)?.kind;
    if (kind === "scope" || kind === "absent" || kind === "permanent") return undefined;
    throw error;
  });
}
