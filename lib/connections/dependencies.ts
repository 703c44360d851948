import type { Vault } from "../vault/seal.ts";
import { getVaultFromEnvironment } from "../vault/vault.ts";

/** What the engine needs from the world; tests bring their own clock and network. */
export interface Dependencies {
  /** Epoch seconds. */
  readonly now: () => number;
  readonly fetch: typeof fetch;
  readonly vault: Vault;
}

export function defaultDependencies(): Dependencies {
  return { now: () => Math.floor(Date.now() / 1000), fetch, vault: getVaultFromEnvironment() };
}
