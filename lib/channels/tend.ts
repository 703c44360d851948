// Work on one channel that is claimed: open it, renew it, look whether it still works.
import { Problem } from "../errors.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import { settleChannel } from "../store/change-channels.ts";
import type { Channel } from "../store/channel.ts";
import { readChannelSecrets } from "../store/secrets.ts";
import { keyIdOf } from "../webhooks/channel-token.ts";
import { stopOrphan } from "./close.ts";
import { attempt, type Keeper, reach } from "./keeper.ts";
import { afterFailure, afterOpening, hasEnded, well, whileDisconnected } from "./outcome.ts";
import type { Access, Looked, Opened } from "./source.ts";
import { refusedPause } from "./times.ts";

/** Opens a channel whose row was just written. @returns it as it stands then; undefined when it was taken away meanwhile */
export async function openNew(keeper: Keeper, channel: Channel): Promise<Channel | undefined> {
  return settleOpening(keeper, channel, await attempt(() => openRemote(keeper, channel, false)));
}

/** Renews a channel, or looks after one that does not end. @param anew make a new one in any case */
export async function tend(keeper: Keeper, claimed: Channel, anew: boolean): Promise<Channel | undefined> {
  const channel = await noticeEnd(claimed, keeper.now());
  if (channel === undefined) return undefined;
  const isAlive = channel.remoteId !== undefined && channel.kid === (await currentKey(channel));
  if (keeper.source.look === undefined || anew || !isAlive) {
    return settleOpening(keeper, channel, await attempt(() => openRemote(keeper, channel, true)));
  }
  return lookAfter(keeper, channel);
}

/** The secret that signs now. A channel signed under an older one is made anew before that one is forgotten. */
async function currentKey({ kid }: Channel): Promise<string | undefined> {
  const [current] = kid === undefined ? [] : await readChannelSecrets();
  return current === undefined ? kid : keyIdOf(current);
}

/** A channel that has ended unnoticed. While its account was not connected it rested, which is no alarm. */
async function noticeEnd(channel: Channel, now: number): Promise<Channel | undefined> {
  if (channel.status !== "active" || channel.due === undefined || !hasEnded(channel, now)) return channel;
  countLapse(channel);
  return settleChannel(channel, { status: "lapsed" });
}

const countLapse = ({ provider }: Channel) => count("ChannelLapsed", { provider });

interface Opening {
  readonly opened: Opened;
  /** How it was opened: the connection, and with it every way to a token, may be gone when it has to be stopped again. */
  readonly access: Access;
}

/** Opens a channel at the provider; the row is not touched. @throws Problem */
export async function openRemote(keeper: Keeper, channel: Channel, isRepeated: boolean): Promise<Opening> {
  const secrets = await readChannelSecrets();
  if (secrets.length === 0) throw new Problem("not_configured", { detail: "The secret of push channels is missing." });
  return reach(keeper, async (access) => {
    const { source } = keeper;
    if (source.replaces === "before" && channel.remoteId !== undefined) await source.stop(access, channel);
    return { opened: await source.open({ ...access, secrets, isRepeated }, channel), access };
  });
}

/** Writes down how opening went. What was opened for a row that is no longer ours is stopped again. */
export async function settleOpening(keeper: Keeper, channel: Channel, opening: Opening | Problem) {
  if (opening instanceof Problem) return settleFailure(channel, opening, keeper.now());
  const { source } = keeper;
  const { opened, access } = opening;
  const settled = await settleChannel(channel, afterOpening(channel, opened, keeper.now(), source.lookEvery));
  if (settled === undefined) await stopOrphan(keeper, access, { ...channel, ...opened });
  else if (source.replaces === "after" && channel.remoteId !== undefined) await stopOld(keeper, channel);
  count("ChannelOpened", { provider: channel.provider });
  return settled;
}

/** Best effort: it ends by itself, and until then the new one's events are not worked on twice. */
async function stopOld(keeper: Keeper, old: Channel): Promise<void> {
  const outcome = await attempt(() => reach(keeper, (access) => keeper.source.stop(access, old)));
  if (outcome instanceof Problem) count("ChannelStopFailed", { provider: old.provider });
}

async function lookAfter(keeper: Keeper, claimed: Channel): Promise<Channel | undefined> {
  let channel: Channel | undefined = claimed;
  const looked = await attempt(() =>
    reach(keeper, async (access): Promise<Looked> => {
      const look = keeper.source.look?.(access, claimed, async (sweep) => {
        channel = channel && (await settleChannel(channel, { sweep }));
        return channel !== undefined;
      });
      return (await look) ?? "gone";
    }),
  );
  if (channel === undefined) return undefined;
  if (looked instanceof Problem) return settleFailure(channel, looked, keeper.now());
  if (looked === "gone") {
    count("ChannelGone", { provider: channel.provider });
    const gone = channel;
    return settleOpening(keeper, gone, await attempt(() => openRemote(keeper, gone, true)));
  }
  const dueAt = keeper.now() + (keeper.source.lookEvery ?? refusedPause);
  return settleChannel(channel, {
    ...well(channel, dueAt, looked.error),
    ...(looked.sweep ? { sweep: looked.sweep } : {}),
  });
}

async function settleFailure(channel: Channel, problem: Problem, now: number): Promise<Channel | undefined> {
  if (problem.code === "reconnect_required") return settleChannel(channel, whileDisconnected);
  const change = afterFailure(channel, problem, now);
  count("ChannelFailed", { provider: channel.provider, code: problem.code });
  log.warn("a channel could not be kept", { provider: channel.provider, code: problem.code, status: change.status });
  if (change.status === "lapsed" && channel.status !== "lapsed") countLapse(channel);
  return settleChannel(channel, change);
}
