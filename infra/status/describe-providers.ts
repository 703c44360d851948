import type { Manifest } from "../../lib/providers/manifest.ts";
import type { Stage } from "../config.ts";
import { listProviderSecrets, listStageSecrets } from "./expected-secrets.ts";
import type { SecretStates } from "./read-secrets.ts";

/** A line for each provider: its client id, and each of its secrets. */
export function describeProviders(
  config: Stage,
  wanted: readonly Manifest[],
  secrets: SecretStates,
  clientIds: ReadonlySet<string>,
): string[] {
  const width = Math.max(0, ...wanted.map(({ id }) => id.length));
  return wanted.map((manifest) => {
    const parts = [
      `client id ${clientIds.has(manifest.id) ? "present" : "missing"}`,
      ...listProviderSecrets(manifest, config).map((secret) => describeSecret(secret, secrets)),
    ];
    return `${manifest.id.padEnd(width)}  ${parts.join(", ")}`;
  });
}

/** A line for each secret of the stage itself. */
export const describeStageSecrets = (config: Stage, secrets: SecretStates): string[] =>
  listStageSecrets(config).map((secret) => describeSecret(secret, secrets));

const words = { present: "present", foreign: "not ours", former: "under its former name" };

function describeSecret(
  { name, label, isOptional }: ReturnType<typeof listStageSecrets>[number],
  secrets: SecretStates,
): string {
  const state = secrets.get(name);
  return `${label} ${state ? words[state] : isOptional ? "absent (optional)" : "missing"}`;
}
