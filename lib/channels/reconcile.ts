// Makes the channels of a connection those that its settings want.
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { withinTime } from "../http/within-time.ts";
import type { Provider } from "../oauth/definition.ts";
import type { Dependencies } from "../oauth/dependencies.ts";
import { addChannels } from "../store/change-channels.ts";
import type { Channel } from "../store/channel.ts";
import { claimChannel, readChannels, restChannel } from "../store/channels.ts";
import type { Connection } from "../store/connection.ts";
import { readConnection } from "../store/connections.ts";
import { readSettings } from "../store/settings.ts";
import { connectionKeyOf } from "../store/table.ts";
import { close } from "./close.ts";
import type { Keeper } from "./keeper.ts";
import { planFor } from "./plan.ts";
import type { ChannelSource, Wanted } from "./source.ts";
import { openNew, tend } from "./tend.ts";
import { claimSeconds, dueAtTime } from "./times.ts";

/** The key of a connection's row, and the name of a channel that is to be made anew. */
export const channelMessage = z.object({ pk: z.string(), sk: z.string(), recreate: z.string().optional() });

/** Milliseconds after which no further channel is begun: what is still due comes with the next run. */
const patienceMs = 35_000;
/** Milliseconds for everything that is asked of the provider. */
const providerMs = 48_000;
/** Each round sees what changed during the one before: settings, or the work of another one like this. */
const mostRounds = 6;

/**
 * Opens, renews, looks at and stops channels until there is nothing more to do. Safe to repeat, and for several at once.
 * @throws Error when the store fails: its message is tried again
 */
export async function reconcile(
  { pk, sk, recreate }: z.output<typeof channelMessage>,
  sourceOf: (provider: string) => ChannelSource | undefined,
  providerOf: (id: string) => Provider,
  dependencies: Dependencies,
): Promise<void> {
  const at = connectionKeyOf(pk, sk);
  const source = sourceOf(at.provider);
  if (source === undefined) return;
  const provider = providerOf(at.provider);
  const fetch = withinTime(providerMs, dependencies.fetch);
  const end = performance.now() + patienceMs;
  for (let count = 0; count < mostRounds && performance.now() < end; count++) {
    const connection = await readConnection(at);
    if (connection === undefined) return;
    const keeper = { ...dependencies, fetch, provider, source, connection };
    if (!(await round(keeper, end, count === 0 ? recreate : undefined))) return;
  }
}

/** @returns whether anything was done, so that there may be more */
async function round(keeper: Keeper, end: number, recreate: string | undefined): Promise<boolean> {
  const { connection, source } = keeper;
  const channels = await readChannels(connection);
  if (connection.status !== "active") {
    await Promise.all(channels.filter(({ due }) => due !== undefined).map(restChannel));
    return false;
  }
  const plan = planFor(await wantedBy(connection, source), channels, keeper.now(), recreate);
  if (plan.open.length > 0) await openAll(keeper, plan.open);
  for (const channel of [...plan.stop, ...plan.tend]) {
    if (performance.now() >= end) return false;
    const claimed = await claimChannel(channel, keeper.now() + claimSeconds);
    if (claimed === undefined) continue;
    if (plan.stop.includes(channel)) await close(keeper, claimed);
    else await tend(keeper, claimed, channel.name === recreate);
  }
  return plan.open.length + plan.stop.length + plan.tend.length > 0;
}

async function wantedBy(connection: Connection, { wanted, provider }: ChannelSource) {
  if (wanted === "chosen") return wanted;
  const settings = await readSettings(connection, provider);
  return settings.webhookEnabled ? wanted(connection, settings) : [];
}

/** Rows come first, and whoever has written them opens the channels: nobody else does meanwhile. */
async function openAll(keeper: Keeper, wanted: readonly Wanted[]): Promise<void> {
  const added = wanted.map((one) => newChannel(keeper.connection, one, keeper.now()));
  if (!(await addChannels(keeper.connection, added))) return;
  for (const channel of added) await openNew(keeper, channel);
}

/** The row of a channel that its writer is about to open. */
export function newChannel({ id, tenant, user, provider }: Connection, wanted: Wanted, now: number): Channel {
  return {
    tenant,
    user,
    provider,
    connection: id,
    ...wanted,
    status: "pending",
    failures: 0,
    createdAt: now,
    version: randomUUID(),
    ...dueAtTime(id, now + claimSeconds),
  };
}
