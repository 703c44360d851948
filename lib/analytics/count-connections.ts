// Counts active connections and how long they have been idle, by passing over their index.
import { mapInParallel } from "../concurrency.ts";
import { log } from "../log.ts";
import { isCompany } from "../store/owner.ts";
import {
  type CountedConnection,
  type Standing,
  scanActiveConnections,
  standingSegments,
  writeStanding,
} from "../store/standing.ts";

/** Connections that a run counts before it begins no further segment: a small stage is counted whole each time. */
const maxConnections = 50_000;
const maxConcurrentWrites = 16;
const hourSeconds = 3600;

/**
 * Counts the connections of at least one segment, another one each hour, so that each is counted once a day. A run that fails leaves
 * the counts of the day before.
 * @param now epoch seconds
 */
export async function countConnections(now = Math.floor(Date.now() / 1000)): Promise<{ segments: number }> {
  const first = Math.floor(now / hourSeconds) % standingSegments;
  let connections = 0;
  let segments = 0;
  while (segments < standingSegments && (segments === 0 || connections < maxConnections)) {
    connections += await countSegment((first + segments) % standingSegments, now);
    segments += 1;
  }
  log.info("connections were counted", { segments, connections });
  return { segments };
}

type ByProvider = Record<string, Standing>;

/** @returns how many connections it has */
async function countSegment(segment: number, now: number): Promise<number> {
  const stage: ByProvider = {};
  const tenants = new Map<string, ByProvider>();
  let connections = 0;
  for await (const page of scanActiveConnections(segment)) {
    connections += page.length;
    for (const connection of page) {
      addConnection(stage, connection, now);
      // A person without a company has no administrator who asks.
      if (isCompany(connection.tenant)) addConnection(getOrAdd(tenants, connection.tenant), connection, now);
    }
  }
  await mapInParallel([...tenants], maxConcurrentWrites, ([tenant, counted]) =>
    writeStanding(tenant, segment, counted, now),
  );
  // Last: an older entry of a tenant counts until then.
  await writeStanding(undefined, segment, stage, now);
  return connections;
}

function getOrAdd(tenants: Map<string, ByProvider>, tenant: string): ByProvider {
  const found = tenants.get(tenant) ?? {};
  tenants.set(tenant, found);
  return found;
}

function addConnection(to: ByProvider, { provider, lastUsed, connectedAt }: CountedConnection, now: number): void {
  const { active, idleSeconds } = to[provider] ?? { active: 0, idleSeconds: 0 };
  const idle = Math.max(0, now - (lastUsed ?? connectedAt));
  to[provider] = { active: active + 1, idleSeconds: idleSeconds + idle };
}
