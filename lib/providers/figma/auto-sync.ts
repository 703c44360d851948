// `autoSync`: when a file changes, its cached data is not only cleared but read again.
import { describeError, log } from "../../log.ts";
import { count } from "../../metrics.ts";
import type { Provider } from "../../oauth/definition.ts";
import type { ProviderCallContext } from "../../provider-client/data-endpoint.ts";
import { clearCache, listCachedNames } from "../../store/cache.ts";
import type { Connection } from "../../store/connection.ts";
import { readSettings } from "../../store/settings.ts";
import { forEachAccount } from "../../webhooks/for-each-account.ts";
import type { EventContext } from "../../webhooks/webhook-source.ts";
import { fileCachePrefix, isFileCacheName } from "./api/file-cache.ts";
import { accountCacheName, parseTeamCacheName } from "./api/team-cache.ts";
import { tokensCacheName, tokensScope } from "./api/variables.ts";
import type { FileEvent } from "./events/schemas.ts";
import {
  patchTeamCache,
  publishedLists,
  refreshDesignTokens,
  refreshPublishedList,
  refreshTeamCache,
} from "./refresh-cache.ts";

/** The cache entries to refresh for a connection. */
export interface RefreshPlan {
  readonly reader: Connection;
  readonly total: number;
  /** How many of them are team lists. */
  readonly teams: number;
  /** Names of the cache entries that are not refreshed yet. */
  readonly remaining: Set<string>;
  /** Names of cache entries to clear. */
  readonly stale: readonly string[];
}

const refreshEventTypes = new Set(["FILE_UPDATE", "FILE_VERSION_UPDATE", "LIBRARY_PUBLISH"]);

/**
 * Plans the refresh for a connection: the file's design tokens if they are cached or may be read, and the cached lists of what the
 * file publishes and of teams. Without `autoSync` everything is cleared but other files, because an event does not name its team.
 */
export async function planRefresh(reader: Connection, { event_type, file_key }: FileEvent): Promise<RefreshPlan> {
  const isWanted = refreshEventTypes.has(event_type) && (await readSettings(reader, reader.provider)).autoSync;
  const names = await listCachedNames(reader, reader.id);
  const teams = names.filter((name) => parseTeamCacheName(name) !== undefined);
  if (!isWanted) {
    const stale = names.filter((name) => !isUnaffected(name, file_key));
    return { reader, total: 0, teams: 0, remaining: new Set(), stale };
  }
  const tokens = tokensCacheName(file_key);
  const hasTokens = names.includes(tokens) || reader.scopes.includes(tokensScope);
  const lists = publishedLists(file_key).flatMap(({ name }) => (names.includes(name) ? [name] : []));
  const remaining = new Set([...(hasTokens ? [tokens] : []), ...lists, ...teams]);
  const stale = names.filter((name) => isOfFile(name, file_key) && !remaining.has(name));
  return { reader, total: remaining.size, teams: teams.length, remaining, stale };
}

const isOfFile = (name: string, fileKey: string): boolean =>
  name.endsWith(`:${fileKey}`) || name.startsWith(fileCachePrefix(fileKey));

const isUnaffected = (name: string, fileKey: string): boolean =>
  name === accountCacheName || (isFileCacheName(name) && !isOfFile(name, fileKey));

/** Clears the cache entries that an event has made stale, except those that will be refreshed. */
export async function invalidateCaches({ reader, stale }: RefreshPlan): Promise<void> {
  for (const name of stale) await clearCache(reader, reader.id, name);
}

/**
 * Refreshes the planned cache entries within one delivery and publishes the progress to each owner. An entry that cannot be
 * refreshed is cleared, so that no stale data is served. A repeated delivery skips entries that are done.
 * @throws Problem provider_unavailable if the store does not answer
 */
export async function refreshCaches(
  provider: Provider,
  context: EventContext,
  event: FileEvent,
  plans: readonly RefreshPlan[],
): Promise<void> {
  const planByAccount = new Map(plans.filter(({ total }) => total > 0).map((plan) => [plan.reader.id, plan]));
  if (planByAccount.size === 0) return;
  const routed = context.recipients.filter(({ id }) => planByAccount.has(id));
  const work = async (account: ProviderCallContext) => {
    const plan = planByAccount.get(account.connection.id);
    if (plan !== undefined) await refreshAccount(account, context, event, plan);
  };
  await forEachAccount(provider, { ...context, recipients: routed }, work).catch((error: unknown) =>
    logRefreshFailure(provider, error),
  );
  for (const plan of planByAccount.values()) {
    for (const name of plan.remaining) await clearCache(plan.reader, plan.reader.id, name);
    await publishProgress(context, plan, true);
  }
}

/** How long to wait for another refresh: a publication sends three events at once, and each refresh takes a second or two. */
const waitTimeoutMs = 8000;

async function refreshAccount(
  account: ProviderCallContext,
  context: EventContext,
  event: FileEvent,
  plan: RefreshPlan,
): Promise<void> {
  const change = { account, context, event, until: Date.now() + waitTimeoutMs };
  const recordDone = async (name: string, isDone: boolean) => {
    if (isDone && plan.remaining.delete(name) && plan.remaining.size > 0) await publishProgress(context, plan, false);
  };
  await publishProgress(context, plan, false);
  const tokens = tokensCacheName(event.file_key);
  if (plan.remaining.has(tokens)) await recordDone(tokens, await refreshDesignTokens(change));
  for (const list of publishedLists(event.file_key)) {
    if (plan.remaining.has(list.name)) await recordDone(list.name, await refreshPublishedList(change, list));
  }
  const unlisted = new Map<string, string>();
  for (const name of plan.remaining) {
    const teamId = parseTeamCacheName(name);
    if (teamId === undefined) continue;
    const outcome = await patchTeamCache(change, teamId);
    if (outcome === "unlisted") unlisted.set(name, teamId);
    else await recordDone(name, outcome);
  }
  // If one team's list has the file, the other lists are still right. A file in no list is new and may belong to any team.
  const isElsewhere = unlisted.size < plan.teams;
  for (const [name, teamId] of unlisted)
    await recordDone(name, isElsewhere || (await refreshTeamCache(change, teamId)));
}

function logRefreshFailure({ id: provider }: Provider, error: unknown): void {
  count("AutoSyncFailed", { provider });
  log.warn("cached Figma data could not be refreshed", { provider, ...describeError(error) });
}

async function publishProgress(
  context: EventContext,
  { reader, total, remaining }: RefreshPlan,
  finished: boolean,
): Promise<void> {
  const { tenant, user, id: connectionId, provider } = reader;
  const done = total - remaining.size;
  await context.appendToOutbox({
    tenant,
    user,
    key: `sync#${connectionId}#${context.deliveryId}#${done}#${finished}`,
    type: "sync.progress",
    data: { connectionId, provider, done, total, finished },
  });
}
