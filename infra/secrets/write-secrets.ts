// Writes a plan. The lines it returns contain names and outcomes, never values.
import { z } from "zod";
import { providerIds } from "../../lib/provider-ids.ts";
import type { Stage } from "../config.ts";
import {
  apiKeySecretName,
  channelSigningName,
  clientIdsParameter,
  clientSecretName,
  customersSecretName,
  jwtSecretName,
  mcpSwitchesName,
  originSecretName,
  webhookSecretName,
} from "../names.ts";
import { listApiKeys } from "./api-keys.ts";
import { wantGenerated } from "./channel-signing.ts";
import type { Plan } from "./plan.ts";
import { type Change, forgetPrevious, planChange, replaceBy } from "./plan-changes.ts";
import { type StoredSecret, tryParseJson } from "./stored-secret.ts";

/** Stores parameters and secrets: AWS, or a map in a test. */
export interface SecretStores {
  readParameter(name: string): Promise<string | undefined>;
  writeParameter(name: string, value: string): Promise<void>;
  readSecret(name: string): Promise<StoredSecret>;
  /** Tags a new secret as ours. */
  writeSecret(name: string, value: string, isNew: boolean): Promise<void>;
}

/** The secret of the push channels, and that of the edge. */
export const rotatedSecrets = ["channel-signing", "origin"] as const;
type RotatedSecret = (typeof rotatedSecrets)[number];

export interface WriteOptions {
  /** Which of the secrets that are made here is replaced. */
  readonly rotate?: RotatedSecret | undefined;
  /** Whether the previous values are removed of those secrets whose stored value is the plan's. */
  readonly forget?: boolean;
  readonly make?: () => string;
}

const clientIdsSchema = z.record(z.string(), z.string());

/** Every secret that a stage may have, whether this run changes it or not: those of 0.1.0 are copied to their new names. */
const listSecretNames = ({ stage, jwt }: Stage): string[] => [
  ...providerIds.flatMap((id) => [clientSecretName(stage, id), webhookSecretName(stage, id)]),
  ...listApiKeys().map(({ provider, name }) => apiKeySecretName(stage, provider, name)),
  ...jwt.map(({ name }) => jwtSecretName(stage, name)),
  mcpSwitchesName(stage),
];

/**
 * Writes the parameters and secrets that differ, after all of them were checked.
 * @returns one line per parameter or secret
 * @throws Error in one sentence, and nothing is written, when a secret is not ours, not in our form or being deleted
 */
export async function writeSecrets(
  { clientIds, secrets }: Plan,
  config: Stage,
  stores: SecretStores,
  options: WriteOptions = {},
): Promise<string[]> {
  const { stage } = config;
  const want = options.forget ? forgetPrevious : replaceBy;
  const generate = (name?: RotatedSecret) =>
    wantGenerated({ make: options.make, rotate: name !== undefined && options.rotate === name });
  const wanted = [
    [channelSigningName(stage), generate("channel-signing")] as const,
    [customersSecretName(stage), generate()] as const,
    ...(config.edge ? [[originSecretName(stage), generate("origin")] as const] : []),
    ...listSecretNames(config).map((name) => [name, want(secrets.get(name))] as const),
  ];
  const changes: Change[] = [];
  for (const [name, want] of wanted) {
    const change = await planChange(stage, name, want, stores.readSecret);
    if (change) changes.push(change);
  }
  const parameter = clientIdsParameter(stage);
  const old = parseClientIds(parameter, await stores.readParameter(parameter));
  for (const { name, write } of changes) {
    if (write) await stores.writeSecret(name, JSON.stringify(write.value), write.isNew);
  }
  // Client ids last: with its id a provider is offered to users, so its secret must exist first.
  const outcome = await writeClientIds(parameter, old, clientIds, stores);
  return [...changes.map(({ name, outcome }) => `${name}: ${outcome}`), `${parameter}: ${outcome}`];
}

/** @throws Error in one sentence, without the value, when the parameter is not what we wrote */
function parseClientIds(name: string, text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (text === undefined) return undefined;
  const parsed = clientIdsSchema.safeParse(tryParseJson(text));
  if (parsed.success) return parsed.data;
  throw new Error(
    `The parameter ${name} is not a list of client ids; nothing was written. Delete it, and run this again.`,
  );
}

async function writeClientIds(
  name: string,
  old: Readonly<Record<string, string>> | undefined,
  changes: Plan["clientIds"],
  stores: SecretStores,
): Promise<string> {
  const entries = Object.entries({ ...old, ...changes }).filter(([, id]) => id !== null);
  const after = JSON.stringify(Object.fromEntries(entries));
  const providers = entries.map(([provider]) => provider).join(", ") || "no provider";
  if (old !== undefined && after === JSON.stringify(old)) return `unchanged (${providers})`;
  await stores.writeParameter(name, after);
  return `${old === undefined ? "created" : "changed"} (${providers})`;
}
