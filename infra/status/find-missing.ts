// What a stage still needs, and what to do about it. Pure: it reads nothing.
import type { Manifest } from "../../lib/providers/manifest.ts";
import type { Stage } from "../config.ts";
import { signingKeyAlias, stackName } from "../names.ts";
import { listRemovableStacks } from "../removable-stacks.ts";
import { describeTagging } from "../secrets/stored-secret.ts";
import { algorithms } from "../signing-keys/key-store.ts";
import { type ExpectedSecret, listProviderSecrets, listStageSecrets } from "./expected-secrets.ts";
import type { SecretStates } from "./read-secrets.ts";
import type { DeployedStack } from "./read-stacks.ts";
import { type Credentials, readValue, type StageState } from "./stage-state.ts";
import { listWantedProviders } from "./wanted-providers.ts";

/** Every stack that the stage's file asks for, in the order of their deployment. */
export const listStackNames = (config: Stage): string[] => [
  stackName(config.stage, "data"),
  ...listRemovableStacks(config).reverse(),
];

/** A sentence for each missing thing, with what to do. Nothing is said of what could not be read. */
export function findMissing(config: Stage, state: Credentials & Partial<StageState>): string[] {
  const wanted = listWantedProviders(config, state);
  return [
    ...findMissingStacks(config, readValue(state.stacks)),
    ...findMissingSecrets(config, wanted, readValue(state.secrets)),
    ...findMissingClientIds(config, wanted, readValue(state.clientIds)),
    ...findMissingKeys(config, wanted, readValue(state.signingKeys)),
    ...(config.alarmEmail ? [] : [`Nobody gets the alarms: set alarmEmail in ${stageFile(config)} and deploy.`]),
  ];
}

const stageFile = ({ stage }: Stage) => `infra/stages/${stage}.ts`;
const runSecrets = ({ stage }: Stage) => `npm run secrets -- --stage ${stage} --from .env.${stage}`;

/** What deploy says before it begins: nothing fails for want of a secret, but what needs it answers 503. */
export function describeAbsentSecrets(config: Stage, credentials: Credentials): string[] {
  const stored = readValue(credentials.secrets);
  if (stored === undefined) return [];
  const wanted = listWantedProviders(config, credentials).flatMap((manifest) => listProviderSecrets(manifest, config));
  const absent = [...listStageSecrets(config), ...wanted].filter(
    ({ name, isOptional }) => !isOptional && !stored.has(name),
  );
  if (absent.length === 0) return [];
  const names = absent.map(({ name }) => name).join(", ");
  return [`Not there yet, so that what needs them answers 503: ${names}. The deployment goes on without them.`];
}

function findMissingStacks(config: Stage, stacks: readonly DeployedStack[] | undefined): string[] {
  if (stacks === undefined) return [];
  const deploy = `npm run deploy -- --stage ${config.stage}`;
  if (stacks.length === 0) return [`No stack is deployed: run ${deploy}.`];
  const absent = listStackNames(config).filter((name) => !stacks.some((stack) => stack.name === name));
  const failed = stacks.filter(({ status }) => /FAILED|ROLLBACK/.test(status));
  return [
    ...(absent.length > 0 ? [`Not deployed: ${absent.join(", ")}. Run ${deploy}.`] : []),
    ...failed.map(
      ({ name, status }) => `${name} is ${status}: read its events in CloudFormation, then run ${deploy} again.`,
    ),
  ];
}

function findMissingSecrets(config: Stage, wanted: readonly Manifest[], stored: SecretStates | undefined): string[] {
  if (stored === undefined) return [];
  const { stage } = config;
  const ofProviders = wanted.flatMap((manifest) => listProviderSecrets(manifest, config));
  return [...listStageSecrets(config), ...ofProviders].flatMap((secret) => {
    const state = stored.get(secret.name);
    if (state === "foreign") return [describeForeign(secret, stage)];
    if (state === "former")
      return [
        `${secret.name} has its name of 0.1.0 only, which is read for one release more: run ${runSecrets(config)}.`,
      ];
    return state === undefined && !secret.isOptional ? [describeAbsent(secret, config)] : [];
  });
}

const describeForeign = ({ name }: ExpectedSecret, stage: string) =>
  `${name} is not Patchbay's, since it has no tag patchbay:stage=${stage}. ${describeTagging(stage, name)}`;

function describeAbsent({ name, variable, madeBy }: ExpectedSecret, config: Stage): string {
  if (madeBy) return `${name}: run ${madeBy}.`;
  const fill = variable ? `set ${variable} in .env.${config.stage} and ` : "";
  return `${name}: ${fill}run ${runSecrets(config)}.`;
}

const findMissingClientIds = (config: Stage, wanted: readonly Manifest[], ids: ReadonlySet<string> | undefined) =>
  wanted.flatMap(({ id, displayName, environmentPrefix: prefix, registerAt }) =>
    ids === undefined || ids.has(id)
      ? []
      : [
          `The client id of ${displayName} (${registerAt}): set ${prefix}_CLIENT_ID in .env.${config.stage} and run ${runSecrets(config)}.`,
        ],
  );

function findMissingKeys(config: Stage, wanted: readonly Manifest[], keys: ReadonlySet<string> | undefined): string[] {
  if (config.ehr === undefined) {
    const names = wanted.flatMap(({ isEhr, displayName }) => (isEhr ? [displayName] : []));
    return names.length > 0 ? [`${names.join(", ")}: set ehr in ${stageFile(config)} and deploy.`] : [];
  }
  const absent = listKeyAliases(config).filter((alias) => keys !== undefined && !keys.has(alias));
  if (absent.length === 0) return [];
  return [`The signing keys ${absent.join(", ")}: run npm run ehr-keys -- create --stage ${config.stage}.`];
}

/** The aliases that sign now or next; a previous key exists after the first rotation only. */
export const listKeyAliases = ({ stage }: Stage): string[] =>
  algorithms.flatMap((algorithm) =>
    (["current", "next"] as const).map((slot) => signingKeyAlias(stage, algorithm, slot)),
  );
