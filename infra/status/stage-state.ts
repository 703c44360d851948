// What is known of a deployed stage. A part that could not be read says why, and nothing is concluded from it.
import type { AwsAccount } from "../aws/account.ts";
import { createAwsCaller } from "../aws/call-aws.ts";
import type { Stage } from "../config.ts";
import { edgeRegion, stackName } from "../names.ts";
import { type RaisedAlarm, readRaisedAlarms } from "./read-alarms.ts";
import { readConfiguredProviders } from "./read-client-ids.ts";
import { type QueueDepth, readDeadLetters } from "./read-dead-letters.ts";
import { readSecretStates, type SecretStates } from "./read-secrets.ts";
import { readSigningKeys } from "./read-signing-keys.ts";
import { type DeployedStack, readStacks } from "./read-stacks.ts";

export type Reading<T> = { readonly value: T } | { readonly problem: string };

/** What an operator enters, apart from the stage's file. */
export interface Credentials {
  readonly secrets: Reading<SecretStates>;
  /** The providers that have a client id. */
  readonly clientIds: Reading<ReadonlySet<string>>;
  /** The aliases of the signing keys; not read for a stage without EHRs. */
  readonly signingKeys: Reading<ReadonlySet<string>> | undefined;
}

export interface StageState extends Credentials {
  readonly stacks: Reading<readonly DeployedStack[]>;
  readonly alarms: Reading<readonly RaisedAlarm[]>;
  readonly deadLetters: Reading<readonly QueueDepth[]>;
}

/** Reads everything that status shows. Never throws. */
export async function readStageState(account: AwsAccount, config: Stage): Promise<StageState> {
  const { callAws } = account;
  const [credentials, stacks, alarms, deadLetters] = await Promise.all([
    readCredentials(account, config),
    tryRead(readAllStacks(account, config)),
    tryRead(readRaisedAlarms(callAws, config.stage)),
    tryRead(readDeadLetters(account, config.stage)),
  ]);
  return { ...credentials, stacks, alarms, deadLetters };
}

/** Those of the stage's region, and the edge's. */
async function readAllStacks({ callAws, region }: AwsAccount, { stage, edge }: Stage): Promise<DeployedStack[]> {
  const own = await readStacks(callAws, stage);
  if (edge === undefined || region === edgeRegion) return own;
  const elsewhere = await readStacks(createAwsCaller(edgeRegion), stage);
  return [...own, ...elsewhere.filter(({ name }) => name === stackName(stage, "edge"))];
}

/** Reads which credentials a stage has. Never throws. */
export async function readCredentials({ callAws }: AwsAccount, { stage, ehr }: Stage): Promise<Credentials> {
  const [secrets, clientIds, signingKeys] = await Promise.all([
    tryRead(readSecretStates(callAws, stage)),
    tryRead(readConfiguredProviders(callAws, stage)),
    ehr && tryRead(readSigningKeys(callAws, stage)),
  ]);
  return { secrets, clientIds, signingKeys };
}

async function tryRead<T>(work: Promise<T>): Promise<Reading<T>> {
  return work.then(
    (value) => ({ value }),
    (error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }),
  );
}

/** The value, or undefined where it could not be read, or was not asked for. */
export const readValue = <T>(reading: Reading<T> | undefined): T | undefined =>
  reading && "value" in reading ? reading.value : undefined;

/** What could not be read. */
export const listProblems = (state: object): string[] =>
  Object.values(state).flatMap((reading: unknown) => {
    const isProblem = typeof reading === "object" && reading !== null && "problem" in reading;
    return isProblem ? [String(reading.problem)] : [];
  });
