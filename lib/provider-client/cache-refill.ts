// A user asks for fresh data: what is kept of a connection is loaded again, in the background.
import * as z from "zod";
import { config } from "../config.ts";
import { assertUsable } from "../connections/access-token.ts";
import { Problem, type ProblemCode } from "../errors.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import type { Provider } from "../oauth/definition.ts";
import { sendMessage } from "../queue/send.ts";
import { listCachedNames } from "../store/cache.ts";
import type { Connection } from "../store/connection.ts";
import { listNamedConnections, readConnection } from "../store/connections.ts";
import type { Owner } from "../store/owner.ts";
import { key, parseConnectionKey } from "../store/table.ts";
import type { DataRequest } from "./data-endpoint.ts";

/** What a provider keeps of its answers, and how it is loaded again. */
export interface CacheRefill {
  readonly provider: string;
  /** The names of the cache entries to load: those that are kept and can be loaded, and those that a page opens with. */
  readonly selectNames: (connection: Connection, kept: readonly string[]) => Promise<readonly string[]>;
  /** Loads one entry. @throws as a data endpoint */
  readonly refill: (provider: Provider, request: DataRequest, name: string) => Promise<unknown>;
}

export const refillMessageSchema = z.object({ pk: z.string(), sk: z.string() });

/**
 * Queues the refill of one connection of a user, or of all of a provider's.
 * @param id of the connection; all of them unless given
 * @throws Problem not_connected; reconnect_required when none of them can be used; provider_unavailable
 */
export async function queueRefills(owner: Owner, provider: Provider, id: string | undefined): Promise<void> {
  const named = await listNamedConnections(owner, provider.id, id);
  const usable = named.filter(({ status }) => status === "active");
  if (usable.length === 0) assertUsable(provider, named[0]);
  const { REFILLS_QUEUE_URL } = config("REFILLS_QUEUE_URL");
  await Promise.all(usable.map((one) => sendMessage(REFILLS_QUEUE_URL, toRefillMessage(one))));
}

function toRefillMessage(connection: Connection): z.output<typeof refillMessageSchema> {
  const { pk, sk } = key.connection(connection, connection.provider, connection.id);
  return { pk: pk?.S ?? "", sk: sk?.S ?? "" };
}

/** The worker ends after 120 s, and one entry takes up to 25 s. */
const maxRefillMs = 80_000;
/** After as many attempts a provider's failure is given up: what is kept ends by itself, and the user may ask again. */
const maxAttempts = 3;

/**
 * Loads again what is kept of a connection; one entry that fails does not stop the others.
 * @param attempt of the message, from 1
 * @throws Problem of the first entry for which a retry may help
 */
export async function refillCaches(
  { pk, sk }: z.output<typeof refillMessageSchema>,
  attempt: number,
  registry: { getProvider(id: string): Provider; findRefill(id: string): CacheRefill | undefined },
): Promise<void> {
  const connection = await readConnection(parseConnectionKey(pk, sk));
  const refill = connection && registry.findRefill(connection.provider);
  if (connection?.status !== "active" || refill === undefined) return;
  const provider = registry.getProvider(connection.provider);
  const names = await refill.selectNames(connection, await listCachedNames(connection, connection.id));
  const failures: unknown[] = [];
  const until = Date.now() + maxRefillMs;
  for (const name of names) {
    if (Date.now() > until) break;
    await refill.refill(provider, toRequest(connection), name).catch((error: unknown) => failures.push(error));
  }
  reportRefill(provider, attempt, failures);
}

/** A deadline of its own for each entry. */
const toRequest = ({ tenant, user, id: account }: Connection): DataRequest => ({
  user: { tenant, user },
  account,
  origin: { ip: "queue", requestId: "refill-caches" },
  isBackground: true,
});

const transientCodes: readonly ProblemCode[] = ["rate_limited", "provider_unavailable"];

function reportRefill({ id: provider }: Provider, attempt: number, failures: readonly unknown[]): void {
  const isRefusal = (error: unknown) => error instanceof Problem && error.status < 500 && error.code !== "rate_limited";
  const retryable = failures.filter((error) => !isRefusal(error));
  const isOutage = (error: unknown) => error instanceof Problem && transientCodes.includes(error.code);
  if (retryable.length === 0) return;
  if (attempt < maxAttempts || !retryable.every(isOutage)) throw retryable[0];
  count("AutoSyncFailed", { provider });
  log.warn("kept answers were not loaded again", { provider, entries: retryable.length });
}
