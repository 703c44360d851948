// A vault with its dependencies: a key service over HTTP, rows in memory, a fixed clock.
import { createKeyService } from "../../lib/vault/key-service.ts";
import { createVault, type RotatingVault, type SealContext, type VaultOptions } from "../../lib/vault/seal.ts";
import { type KmsStandIn, startKmsStandIn } from "./kms-stand-in.ts";
import { createMemoryStore, type MemoryStore } from "./memory-store.ts";

export const minute = 60_000;
export const day = 24 * 60 * minute;

export const context: SealContext = {
  purpose: "connection",
  tenant: "c#acme",
  user: "ada",
  provider: "slack",
  connection: "T1",
  field: "accessToken",
};

export interface World extends AsyncDisposable {
  readonly kms: KmsStandIn;
  readonly store: MemoryStore;
  readonly reports: string[];
  now: number;
  /** A vault of another Lambda with the same key service and rows. */
  vault(options?: Partial<VaultOptions> & { readonly requestTimeout?: number }): RotatingVault;
}

export async function startWorld(): Promise<World> {
  const kms = await startKmsStandIn();
  const store = createMemoryStore();
  const reports: string[] = [];
  const world: World = {
    kms,
    store,
    reports,
    now: Date.UTC(2026, 0, 1),
    vault({ requestTimeout, ...options } = {}) {
      const client = kms.client(requestTimeout);
      return createVault({
        keys: createKeyService({ client, keyId: "alias/patchbay-test", stage: "test", retries: { baseMs: 4 } }),
        store,
        buckets: 16,
        maxKeyAgeDays: 365,
        report: (failure) => reports.push(failure),
        clock: () => world.now,
        random: () => 0.5,
        deadlineMs: 20_000,
        ...options,
      });
    },
    [Symbol.asyncDispose]: () => kms[Symbol.asyncDispose](),
  };
  return world;
}
