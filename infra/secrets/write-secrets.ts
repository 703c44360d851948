// Writes a plan. The lines it returns contain names and outcomes, never values.
import { z } from "zod";
import type { Stage } from "../config.ts";
import { clientIdsParameter } from "../names.ts";
import type { Plan } from "./plan.ts";

/** Stores parameters and secrets: AWS, or a map in a test. */
export interface SecretStores {
  readParameter(name: string): Promise<string | undefined>;
  writeParameter(name: string, value: string): Promise<void>;
  readSecret(name: string): Promise<string | undefined>;
  writeSecret(name: string, value: string, isNew: boolean): Promise<void>;
}

const clientIdsSchema = z.record(z.string(), z.string());
const secretSchema = z.object({ current: z.string(), previous: z.string().optional() });

/**
 * Writes the parameters and secrets that differ.
 * @returns one line per parameter or secret
 */
export async function writeSecrets(
  { clientIds, secrets }: Plan,
  { stage }: Stage,
  vaults: SecretStores,
): Promise<string[]> {
  const report: string[] = [];
  for (const [name, value] of secrets) report.push(`${name}: ${await writeSecret(name, value, vaults)}`);
  // Client ids last: with its id a provider is offered to users, so its secret must exist first.
  const name = clientIdsParameter(stage);
  report.push(`${name}: ${await writeClientIds(name, clientIds, vaults)}`);
  return report;
}

async function writeClientIds(name: string, changes: Plan["clientIds"], vaults: SecretStores): Promise<string> {
  const before = await vaults.readParameter(name);
  const old = before === undefined ? {} : clientIdsSchema.parse(JSON.parse(before));
  const entries = Object.entries({ ...old, ...changes }).filter(([, id]) => id !== null);
  const after = JSON.stringify(Object.fromEntries(entries));
  const providers = entries.map(([provider]) => provider).join(", ") || "no provider";
  if (after === before) return `unchanged (${providers})`;
  await vaults.writeParameter(name, after);
  return `${before === undefined ? "created" : "changed"} (${providers})`;
}

/** Keeps the old value beside the new one, so that nothing fails while Lambdas still use it. */
async function writeSecret(name: string, value: string, vaults: SecretStores): Promise<string> {
  const before = await vaults.readSecret(name);
  if (before === undefined) {
    await vaults.writeSecret(name, JSON.stringify({ current: value }), true);
    return "created";
  }
  const { current } = secretSchema.parse(JSON.parse(before));
  if (current === value) return "unchanged";
  await vaults.writeSecret(name, JSON.stringify({ current: value, previous: current }), false);
  return "changed, the old value is kept as the previous one";
}
