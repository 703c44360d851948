// Stopping a channel at the provider, and forgetting it.
import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";
import { removeChannel, settleChannel } from "../store/change-channels.ts";
import type { Channel } from "../store/channel.ts";
import { readChannel, readChannels } from "../store/channels.ts";
import { listSiblings } from "../store/shares.ts";
import { attempt, type Keeper, reach } from "./keeper.ts";
import { hasEnded, whileDisconnected } from "./outcome.ts";
import type { Access } from "./source.ts";
import { dueAtTime, pauseAfter } from "./times.ts";

/** Attempts to stop a channel that has no end of its own before it is given up. */
const mostAttempts = 6;
const passing: ReadonlySet<Problem["code"]> = new Set(["provider_unavailable", "rate_limited"]);

/** Whether it may be different in a moment, without anybody changing anything. */
export const isPassing = ({ code }: Problem): boolean => passing.has(code);

/** Stops a claimed channel and removes it. One that cannot be stopped now is tried again, but not for ever. */
export async function close(keeper: Keeper, claimed: Channel): Promise<void> {
  const problem = await stopRemote(keeper, claimed);
  if (problem?.code === "reconnect_required") {
    await settleChannel(claimed, whileDisconnected);
    return;
  }
  const failures = claimed.failures + 1;
  if (problem !== undefined && isPassing(problem) && failures < mostAttempts && !hasEnded(claimed, keeper.now())) {
    const dueAt = keeper.now() + pauseAfter(failures, problem.retryAfter);
    const change = { failures, stopping: true, error: problem.message };
    await settleChannel(claimed, { ...change, ...dueAtTime(claimed.connection, dueAt) });
    return;
  }
  await removeChannel(claimed);
}

/** Stops a channel at the provider, unless another connection lives on it. @returns why it did not work */
export async function stopRemote(keeper: Keeper, channel: Channel): Promise<Problem | undefined> {
  const outcome = await attempt(async () => {
    if (await isNeededByOthers(keeper)) return;
    await reach(keeper, (access) => stopUnlessNeeded(keeper, access, channel));
  });
  if (outcome instanceof Problem) count("ChannelStopFailed", { provider: channel.provider });
  return outcome instanceof Problem ? outcome : undefined;
}

/** Stops what was opened for a row that somebody else has taken or removed meanwhile. */
export async function stopOrphan(keeper: Keeper, access: Access, orphan: Channel): Promise<void> {
  const { connection, source } = keeper;
  if (source.isShared === true && (await readChannel(connection, orphan.name)) !== undefined) return;
  if (await isNeededByOthers(keeper)) return;
  await source.stop(access, orphan).catch(() => count("ChannelStopFailed", { provider: orphan.provider }));
}

/** Somebody may have opened the shared channel between the question and the stop: it is opened again for them. */
async function stopUnlessNeeded(keeper: Keeper, access: Access, channel: Channel): Promise<void> {
  const { source } = keeper;
  await source.stop(access, channel);
  if (await isNeededByOthers(keeper)) await source.open({ ...access, secrets: [], isRepeated: true }, channel);
}

async function isNeededByOthers({ connection, source }: Keeper): Promise<boolean> {
  if (source.isShared !== true || connection.shareGroup === undefined) return false;
  const siblings = await listSiblings(connection.shareGroup, connection.accountId);
  const others = siblings.filter(({ provider, id }) => provider === connection.provider && id !== connection.id);
  const theirs = await Promise.all(others.map((other) => readChannels(other)));
  return theirs.flat().some(({ status }) => status === "active" || status === "pending");
}
