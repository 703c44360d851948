// `autoSync`: what was kept of a file is not only dropped when it changes, but read anew.
import { describeError, log } from "../../log.ts";
import { count } from "../../metrics.ts";
import type { Call } from "../../oauth/data-endpoint.ts";
import type { Provider } from "../../oauth/definition.ts";
import { cachedNames, clearCache } from "../../store/cache.ts";
import type { Connection } from "../../store/connection.ts";
import { readSettings } from "../../store/settings.ts";
import { eachAccount } from "../../webhooks/each-account.ts";
import type { EventContext } from "../../webhooks/reading.ts";
import type { FileEvent } from "./event-shapes.ts";
import { keepPublished, keepTokens, listTeam, mendTeam, published } from "./keep-anew.ts";
import { teamIdIn } from "./team-list.ts";
import { tokensName, tokensScope } from "./variables.ts";

/** What is to be read anew for a connection. */
export interface Plan {
  readonly reader: Connection;
  readonly total: number;
  /** How many of them are lists of teams. */
  readonly teams: number;
  /** Names of the cache that are not yet done. */
  readonly left: Set<string>;
  /** Names that are only to be forgotten; undefined for all there is. */
  readonly stale?: readonly string[];
}

const synced = new Set(["FILE_UPDATE", "FILE_VERSION_UPDATE", "LIBRARY_PUBLISH"]);

/**
 * What the connection's owner wants read anew: the tokens of the file, where they are kept or may be read, and the lists
 * that are kept, of what the file publishes and of teams. Who wants nothing has all forgotten, for an event does not name its team.
 */
export async function planOf(reader: Connection, { event_type, file_key }: FileEvent): Promise<Plan> {
  const isWanted = synced.has(event_type) && (await readSettings(reader, reader.provider)).autoSync;
  if (!isWanted) return { reader, total: 0, teams: 0, left: new Set() };
  const names = await cachedNames(reader, reader.id);
  const teams = names.filter((name) => teamIdIn(name) !== undefined);
  const tokens = tokensName(file_key);
  const hasTokens = names.includes(tokens) || reader.scopes.includes(tokensScope);
  const lists = published(file_key).flatMap(({ name }) => (names.includes(name) ? [name] : []));
  const left = new Set([...(hasTokens ? [tokens] : []), ...lists, ...teams]);
  const stale = names.filter((name) => name.endsWith(`:${file_key}`) && !left.has(name));
  return { reader, total: left.size, teams: teams.length, left, stale };
}

/** Forgets what an event has made old, but what is about to be read anew. */
export async function forgetStale({ reader, stale = [""] }: Plan): Promise<void> {
  for (const name of stale) await clearCache(reader, reader.id, name);
}

/**
 * Reads it anew within the time of one delivery, telling each owner how far it is. What cannot be read is forgotten, and read
 * when it is asked for: nobody is served what an event has made old. It may be repeated; what is done by then is left alone.
 * @throws Problem provider_unavailable when the store does not answer
 */
export async function readAnew(
  provider: Provider,
  context: EventContext,
  event: FileEvent,
  plans: readonly Plan[],
): Promise<void> {
  const wanted = new Map(plans.filter(({ total }) => total > 0).map((plan) => [plan.reader.id, plan]));
  if (wanted.size === 0) return;
  const routed = context.routed.filter(({ id }) => wanted.has(id));
  const work = async (account: Call) => {
    const plan = wanted.get(account.connection.id);
    if (plan !== undefined) await carryOut(account, context, event, plan);
  };
  await eachAccount(provider, { ...context, routed }, work).catch((error: unknown) => noted(provider, error));
  for (const plan of wanted.values()) {
    for (const name of plan.left) await clearCache(plan.reader, plan.reader.id, name);
    await tellProgress(context, plan, true);
  }
}

/** Three events of one publication arrive together; what one of them reads takes a second or two. */
const patienceMs = 8000;

async function carryOut(account: Call, context: EventContext, event: FileEvent, plan: Plan): Promise<void> {
  const change = { account, context, event, until: Date.now() + patienceMs };
  const done = async (name: string, isDone: boolean) => {
    if (isDone && plan.left.delete(name) && plan.left.size > 0) await tellProgress(context, plan, false);
  };
  await tellProgress(context, plan, false);
  const tokens = tokensName(event.file_key);
  if (plan.left.has(tokens)) await done(tokens, await keepTokens(change));
  for (const list of published(event.file_key)) {
    if (plan.left.has(list.name)) await done(list.name, await keepPublished(change, list));
  }
  const unlisted = new Map<string, string>();
  for (const name of plan.left) {
    const teamId = teamIdIn(name);
    if (teamId === undefined) continue;
    const outcome = await mendTeam(change, teamId);
    if (outcome === "unlisted") unlisted.set(name, teamId);
    else await done(name, outcome);
  }
  // A list of another team is right as it stands; a file that is in none of them is new, and any of them may be its own.
  const isElsewhere = unlisted.size < plan.teams;
  for (const [name, teamId] of unlisted) await done(name, isElsewhere || (await listTeam(change, teamId)));
}

function noted({ id: provider }: Provider, error: unknown): void {
  count("AutoSyncFailed", { provider });
  log.warn("what was kept could not be read anew", { provider, ...describeError(error) });
}

async function tellProgress(context: EventContext, { reader, total, left }: Plan, finished: boolean): Promise<void> {
  const { tenant, user, id: connectionId, provider } = reader;
  const done = total - left.size;
  await context.announce({
    tenant,
    user,
    key: `sync#${connectionId}#${context.receipt}#${done}#${finished}`,
    type: "sync.progress",
    data: { connectionId, provider, done, total, finished },
  });
}
