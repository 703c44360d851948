// The key of contexts, in the database and in Secrets Manager together. Whatever is interrupted where, a signed context verifies.
import { type ContextKey, formatContextKey } from "../../lib/mcp/database/context-key.ts";
import { databaseContextName } from "../names.ts";
import { parseSecretValue, requireOwnSecret, type StoredSecret } from "../secrets/stored-secret.ts";
import type { SecretStores } from "../secrets/write-secrets.ts";
import type { Execute } from "./connection.ts";
import { createContextKey, parseContextKey, storeContextKey } from "./context-key.ts";
import { ownSchema } from "./names.ts";
import { quoteText } from "./quote.ts";

export type Secrets = Pick<SecretStores, "readSecret" | "writeSecret">;

export interface KeyOptions {
  /** Whether a new key is made although there is one. */
  readonly rotate?: boolean;
  /** Rotates although Lambdas may still sign with the key before the current one. */
  readonly immediately?: boolean;
  readonly make?: () => ContextKey;
}

/** Running Lambdas read the secret again after minutes; until then they sign with the key that they know. */
const minMinutesBetween = 15;

/**
 * Makes the key when there is none, or a new one; writes those of the secret into the table, and deletes all others there.
 * The table has a key before the secret does, and loses one only after the secret has.
 * @returns the key that Lambdas sign with from now on
 * @throws Error in one sentence when the secret is not ours, or a rotation would come too early
 */
export async function keepContextKey(
  execute: Execute,
  secrets: Secrets,
  stage: string,
  { rotate = false, immediately = false, make = createContextKey }: KeyOptions = {},
): Promise<ContextKey> {
  const name = databaseContextName(stage);
  const stored = await secrets.readSecret(name);
  const known = readKeys(name, stored);
  const [current] = known;
  for (const key of known) await storeContextKey(execute, key);
  if (current && !rotate) {
    await deleteOtherKeys(execute, known);
    return current;
  }
  if (current && !immediately) await refuseEarlyRotation(execute, current);
  const next = make();
  await storeContextKey(execute, next);
  const previous = current && { previous: formatContextKey(current) };
  const value = JSON.stringify({ current: formatContextKey(next), ...previous });
  await secrets.writeSecret(name, value, stored.state === "absent");
  await deleteOtherKeys(execute, [next, ...(current ? [current] : [])]);
  return next;
}

/** The current key and the one before, as the secret has them. @throws Error in one sentence when the secret is not ours */
export function readKeys(name: string, stored: StoredSecret): ContextKey[] {
  requireOwnSecret(name, stored);
  if (stored.state === "absent") return [];
  const value = parseSecretValue(stored.value);
  if (!value)
    throw new Error(`The secret ${name} has another form than {"current":…}: delete it, and a new key is made.`);
  return [value.current, ...(value.previous ? [value.previous] : [])].map(parseContextKey);
}

async function refuseEarlyRotation(execute: Execute, { id }: ContextKey): Promise<void> {
  const [row] = await execute(
    `select extract(epoch from pg_catalog.clock_timestamp() - created_at) / 60 < ${minMinutesBetween} as is_early
from ${ownSchema}.context_keys where kid = $1`,
    [id],
  );
  if (row?.is_early !== true) return;
  throw new Error(
    `The key is younger than ${minMinutesBetween} minutes, and Lambdas may still sign with the one before it: wait, or add --now.`,
  );
}

const deleteOtherKeys = (execute: Execute, keys: readonly ContextKey[]) =>
  execute(`delete from ${ownSchema}.context_keys where kid not in (${keys.map(({ id }) => quoteText(id)).join(", ")})`);
