// Channels that a user asks for one by one and waits for, unlike those that settings want.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../errors.ts";
import { retry } from "../retry.ts";
import { addChannels, removeChannel } from "../store/change-channels.ts";
import type { Channel } from "../store/channel.ts";
import { claimChannel, readChannel, readChannels } from "../store/channels.ts";
import { readConnection } from "../store/connections.ts";
import { isPassing, stopRemote } from "./close.ts";
import { attempt, type Keeper } from "./keeper.ts";
import { newChannel } from "./reconcile.ts";
import { openRemote, settleOpening } from "./tend.ts";
import { claimSeconds } from "./times.ts";

/** What a user asks for; the target says whether it is there already. */
export interface Choice {
  readonly kind: string;
  readonly target: string;
  readonly events: readonly string[];
}

/** Of one connection: a transaction takes 100 writes, and disconnecting removes them all in one, two writes each. */
const mostChosen = 40;
/** What was changed by somebody else meanwhile is read and tried again. */
const untilWritten = { maxAttempts: 5, isRetryableResult: (outcome: unknown) => outcome === undefined };

/**
 * Opens a channel, or answers the one that is there.
 * @throws Problem conflict beyond the limit, or while somebody else is at work on it; what the provider says
 */
export async function choose(keeper: Keeper, choice: Choice): Promise<{ channel: Channel; isNew: boolean }> {
  const chosen = await retry(() => chooseOnce(keeper, choice), untilWritten);
  if (chosen === undefined) throw atWork();
  return chosen;
}

async function chooseOnce(keeper: Keeper, choice: Choice) {
  const connection = await readConnection(keeper.connection);
  if (connection === undefined) throw new Problem("not_connected");
  const channels = await readChannels(connection);
  const found = channels.find((one) => isSame(one, choice));
  if (found !== undefined) return { channel: await readied(keeper, found), isNew: false };
  if (channels.length >= mostChosen)
    throw new Problem("conflict", { detail: `No more than ${mostChosen} are possible.` });
  const added = {
    ...newChannel(connection, { ...choice, name: newName() }, keeper.now()),
    events: [...choice.events],
  };
  if (!(await addChannels(connection, [added]))) return undefined;
  return { channel: await opened(keeper, added), isNew: true };
}

/** 22 characters that nobody can guess: they stand in the address to which events are delivered. */
const newName = () => randomBytes(16).toString("base64url");

const isSame = (a: Channel, b: Pick<Choice, "kind" | "target">) =>
  a.kind === b.kind && a.target?.toLowerCase() === b.target.toLowerCase();

const atWork = () => new Problem("conflict", { detail: "Another request is at work on this. Try again in a moment." });

/** One that another request is just opening is waited for; one that has failed is tried again at once. */
async function readied(keeper: Keeper, found: Channel): Promise<Channel> {
  let current: Channel | undefined = found;
  for (let count = 0; current?.status === "pending" && count < 20; count++) {
    await sleep(250);
    current = await readChannel(keeper.connection, found.name);
  }
  if (current?.status === "active") return current;
  const claimed = current && (await claimChannel(current, keeper.now() + claimSeconds));
  if (claimed === undefined) throw atWork();
  return opened(keeper, claimed);
}

/** Refused, it is forgotten; where it is not known what has happened, it stays and is tried again later. */
async function opened(keeper: Keeper, claimed: Channel): Promise<Channel> {
  const outcome = await attempt(() => openRemote(keeper, claimed, claimed.failures > 0));
  if (outcome instanceof Problem && !isPassing(outcome)) {
    await removeChannel(claimed);
    throw outcome;
  }
  const settled = await settleOpening(keeper, claimed, outcome);
  if (outcome instanceof Problem) throw outcome;
  if (settled === undefined) throw atWork();
  return settled;
}

/**
 * Stops a channel and forgets it; done also when there is none.
 * @throws Problem where it cannot be stopped now: it is still there, repeat it
 */
export async function unchoose(keeper: Keeper, choice: Pick<Choice, "kind" | "target">): Promise<void> {
  const done = await retry(() => unchooseOnce(keeper, choice), untilWritten);
  if (done === undefined) throw atWork();
}

async function unchooseOnce(keeper: Keeper, choice: Pick<Choice, "kind" | "target">): Promise<true | undefined> {
  const found = (await readChannels(keeper.connection)).find((one) => isSame(one, choice));
  if (found === undefined) return true;
  const claimed = await claimChannel(found, keeper.now() + claimSeconds);
  if (claimed === undefined) return undefined;
  const problem = await stopRemote(keeper, claimed);
  if (problem !== undefined && (isPassing(problem) || problem.code === "reconnect_required")) throw problem;
  return (await removeChannel(claimed)) ? true : undefined;
}
