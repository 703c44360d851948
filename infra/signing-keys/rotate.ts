// Makes and rotates signing keys. Each algorithm has a current key, which signs, and the next one, which is published already, so that
// EHRs know it when it begins to sign; the previous one stays published for what it has signed.
import { signingKeyAlias } from "../names.ts";
import { type Algorithm, algorithms, type KeyStore } from "./key-store.ts";

/** EHRs may keep our published keys for an hour, and Lambdas for a few minutes more. */
const minPublishedMs = 2 * 3600_000;

interface RotationOptions {
  /** Rotates a key that was published just now too: when the current one may be known to somebody. */
  readonly immediately: boolean;
  readonly now: () => number;
}

const toAlias = (stage: string, algorithm: Algorithm, slot: "current" | "next" | "previous") =>
  signingKeyAlias(stage, algorithm, slot);

/** Makes what is missing: a current and a next key of each algorithm. @returns what was done, line by line */
export async function createMissingKeys(store: KeyStore, stage: string): Promise<string[]> {
  const aliases = await store.listAliases();
  const done: string[] = [];
  for (const algorithm of algorithms) {
    for (const slot of ["current", "next"] as const) {
      const alias = toAlias(stage, algorithm, slot);
      if (aliases.has(alias)) continue;
      await store.pointAlias(alias, await store.createKey(algorithm), true);
      done.push(`${algorithm}: made the ${slot} key`);
    }
  }
  return done;
}

/**
 * The next key of each algorithm becomes the current one, and a new one the next. In an order that can be broken off anywhere: at every
 * moment the key that signs is published, and a second run finishes what the first began.
 * @throws Error in one sentence when a next key has not been published for long enough
 */
export async function rotateKeys(store: KeyStore, stage: string, options: RotationOptions): Promise<string[]> {
  const aliases = await store.listAliases();
  for (const algorithm of algorithms)
    await requirePublished(store, aliases.get(toAlias(stage, algorithm, "next")), options);
  const done: string[] = [];
  for (const algorithm of algorithms) done.push(...(await rotateAlgorithm(store, stage, algorithm, aliases)));
  return done;
}

async function requirePublished(store: KeyStore, next: string | undefined, { immediately, now }: RotationOptions) {
  if (next === undefined) throw new Error("There are no keys yet: make them with `create` first.");
  const created = await store.readCreationDate(next);
  if (immediately || (created !== undefined && now() - created.getTime() >= minPublishedMs)) return;
  throw new Error(
    "The next key was published less than two hours ago, and EHRs may not know it yet. Wait, or add --now if the current key may be known to somebody.",
  );
}

async function rotateAlgorithm(
  store: KeyStore,
  stage: string,
  algorithm: Algorithm,
  aliases: ReadonlyMap<string, string>,
): Promise<string[]> {
  const [current, next, previous] = (["current", "next", "previous"] as const).map((slot) => {
    const alias = toAlias(stage, algorithm, slot);
    return { alias, key: aliases.get(alias) };
  });
  if (!current?.key || !next?.key || !previous)
    throw new Error("There are no keys yet: make them with `create` first.");
  const fresh = await store.createKey(algorithm);
  await store.pointAlias(previous.alias, current.key, previous.key === undefined);
  await store.pointAlias(current.alias, next.key, false);
  await store.pointAlias(next.alias, fresh, false);
  const isUnused = previous.key !== undefined && previous.key !== current.key;
  if (isUnused && previous.key) await store.scheduleDeletion(previous.key);
  return [
    `${algorithm}: the next key signs now, and a new next key is published`,
    ...(isUnused ? [`${algorithm}: the key before the previous one will be deleted in 30 days`] : []),
  ];
}

/** What each alias stands for. */
export async function describeKeys(store: KeyStore, stage: string): Promise<string[]> {
  const aliases = await store.listAliases();
  const slots = algorithms.flatMap((algorithm) =>
    (["current", "next", "previous"] as const).map((slot) => ({ algorithm, slot })),
  );
  return Promise.all(
    slots.map(async ({ algorithm, slot }) => {
      const key = aliases.get(toAlias(stage, algorithm, slot));
      const created = key === undefined ? undefined : await store.readCreationDate(key);
      return `${algorithm} ${slot.padEnd(8)} ${key ?? "none"}${created ? `, made ${created.toISOString()}` : ""}`;
    }),
  );
}
