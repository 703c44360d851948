// What is put under load: a local stack that is started for it, or a deployed stage.
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Stage } from "../../../infra/config.ts";
import { confirm } from "../../../infra/confirm.ts";
import { loadDeployableStage } from "../../../infra/load-stage.ts";
import { startLocalCloud } from "../../../infra/local/cloud.ts";
import { createRefusal } from "../../../infra/local/command-refusal.ts";
import { readPortBase } from "../../../infra/local/ports.ts";
import { runStep } from "../../../infra/local/progress.ts";
import { readCallers, requireCallers, writeCallers } from "./callers.ts";
import { type Phase, sumRequests } from "./phases.ts";
import { prepareCallers } from "./prepare-callers.ts";
import type { Endpoint } from "./requests.ts";

export interface Tested {
  readonly origin: string;
  /** As part of a sentence. */
  readonly place: string;
  readonly tokensFile: string;
  close(): Promise<void>;
}

/** At the peak each asks fifteen questions a minute, half of what a user may. */
const localUsers = 20;

/** Starts a local stack with users of its own, whose tokens lie in the directory until it is closed. */
export async function openLocalStack(directory: string): Promise<Tested> {
  // So that it does not meet the files of the tests' clouds.
  process.env.PATCHBAY_SHARD ??= "load";
  const log = (line: string) => console.log(line);
  const cloud = await startLocalCloud({ stage: "test", portBase: readPortBase(5400), spy: false, log });
  const tokensFile = join(directory, "tokens.csv");
  const close = async () => {
    await rm(tokensFile, { force: true });
    await cloud.stop();
  };
  try {
    await mkdir(directory, { recursive: true });
    const prepare = async () => writeCallers(tokensFile, await prepareCallers(cloud, localUsers));
    await runStep(log, `${localUsers} users with their accounts`, prepare);
  } catch (error) {
    await close();
    throw error;
  }
  return { origin: cloud.origin, place: "local stack", tokensFile, close };
}

interface StageLoad {
  readonly name: string;
  readonly tokens: string | undefined;
  readonly isConfirmed: boolean;
  readonly leftOut: readonly Endpoint[];
  readonly phases: readonly Phase[];
}

/**
 * Shows the stage and asks whether to go on.
 * @throws a refusal, or an Error in one sentence, when the stage or the tokens are missing, or the answer is not yes
 */
export async function openStage({ name, tokens, isConfirmed, leftOut, phases }: StageLoad): Promise<Tested> {
  const stage = await loadDeployableStage(name, "npm run load -- --stage dev --tokens tokens.csv");
  if (tokens === undefined)
    throw createRefusal("Whose tokens? Add --tokens with a CSV file that has them under auth_token.");
  const callers = await readCallers(tokens);
  requireCallers(callers, phases, { leftOut, queriesPerMinute: stage.rateLimits.queriesPerMinute });
  console.log(`${describeStage(stage)}, ${callers.length} users`);
  if (!isConfirmed) await confirm(`Send about ${sumRequests(phases)} requests to it?`);
  return {
    origin: new URL(stage.publicBaseUrl).origin,
    place: `stage ${name}`,
    tokensFile: tokens,
    close: async () => {},
  };
}

function describeStage({ stage, publicBaseUrl, account, region }: Stage): string {
  const where = account ? `account ${account}, region ${region ?? "not named"}` : "its file names no account";
  return `Stage ${stage}: ${new URL(publicBaseUrl).host}, ${where}`;
}
