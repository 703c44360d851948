// The text of `npm run status`, from what was read.
import { manifests } from "../../lib/providers/manifests.ts";
import type { Stage } from "../config.ts";
import { describeAddresses, describeMissing } from "./describe-addresses.ts";
import { describeProviders, describeStageSecrets } from "./describe-providers.ts";
import { findMissing, listKeyAliases, listStackNames } from "./find-missing.ts";
import type { QueueDepth } from "./read-dead-letters.ts";
import type { DeployedStack } from "./read-stacks.ts";
import { type Reading, readValue, type StageState } from "./stage-state.ts";
import { listWantedProviders } from "./wanted-providers.ts";

/** Everything that `npm run status` says of a stage, line by line. No line has a value of a secret. */
export function describeStatus(config: Stage, state: StageState): string[] {
  const wanted = listWantedProviders(config, state);
  const others = manifests.filter((manifest) => !wanted.includes(manifest));
  return [
    ...describeSection("Stacks", state.stacks, (stacks) => describeStacks(config, stacks)),
    ...describeSection("Providers", joinReadings(state.secrets, state.clientIds), ([secrets, clientIds]) =>
      describeProviders(config, wanted, secrets, clientIds),
    ),
    ...(others.length > 0 ? [`  not asked for: ${others.map(({ id }) => id).join(", ")}`] : []),
    ...describeSection("Secrets of the stage", state.secrets, (secrets) => describeStageSecrets(config, secrets)),
    ...(state.signingKeys
      ? describeSection("Signing keys", state.signingKeys, (keys) => describeKeys(config, keys))
      : []),
    ...describeSection("Alarms", state.alarms, (alarms) =>
      alarms.length === 0 ? ["none in state ALARM"] : alarms.map(({ name, since }) => `${name}  ALARM since ${since}`),
    ),
    ...describeSection("Dead letters", state.deadLetters, describeQueues),
    ...describeAddresses(config, wanted.length > 0 ? wanted : manifests),
    ...describeMissing(findMissing(config, state)),
  ];
}

function describeSection<T>(heading: string, reading: Reading<T>, describe: (value: T) => readonly string[]): string[] {
  const lines = "value" in reading ? describe(reading.value) : [`could not be read. ${reading.problem}`];
  return [heading, ...lines.map((line) => `  ${line}`)];
}

function joinReadings<A, B>(first: Reading<A>, second: Reading<B>): Reading<readonly [A, B]> {
  if ("problem" in first) return first;
  return "problem" in second ? second : { value: [first.value, second.value] };
}

function describeStacks(config: Stage, stacks: readonly DeployedStack[]): string[] {
  const expected = listStackNames(config);
  const others = stacks.map(({ name }) => name).filter((name) => !expected.includes(name));
  const names = [...expected, ...others];
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => {
    const stack = stacks.find((each) => each.name === name);
    return `${name.padEnd(width)}  ${stack ? `${stack.status.padEnd(20)}  ${stack.changedAt}` : "not deployed"}`;
  });
}

const describeKeys = (config: Stage, keys: ReadonlySet<string>): string[] =>
  listKeyAliases(config).map((alias) => `${alias}  ${keys.has(alias) ? "present" : "missing"}`);

function describeQueues(queues: readonly QueueDepth[]): string[] {
  const filled = queues.filter(({ messages }) => messages !== undefined && messages > 0);
  const absent = queues.filter(({ messages }) => messages === undefined).length;
  return [
    ...filled.map(({ name, messages }) => `${name}  ${messages}`),
    ...(filled.length === 0 && queues.length > absent ? [`none in ${queues.length - absent} queues`] : []),
    ...(absent > 0 ? [`${absent} queues are not there yet`] : []),
  ];
}

/** What deploy says at its end: the addresses to register, and what is still missing. */
export function describeNextSteps(
  config: Stage,
  credentials: Pick<StageState, "secrets" | "clientIds" | "signingKeys">,
) {
  const wanted = listWantedProviders(config, credentials);
  const isKnown = readValue(credentials.secrets) !== undefined && readValue(credentials.clientIds) !== undefined;
  const hint = `What is still missing could not be read: npm run status -- --stage ${config.stage} says why.`;
  return [
    ...describeAddresses(config, wanted.length > 0 ? wanted : manifests),
    ...(isKnown ? describeMissing(findMissing(config, credentials)) : [hint]),
  ];
}
