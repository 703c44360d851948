import type { Vault } from "../vault/seal.ts";
import { getVaultFromEnvironment } from "../vault/vault.ts";

/** Clock, network and vault as parameters, so that tests can replace them. */
export interface Dependencies {
  /** Epoch seconds. */
  readonly now: () => number;
  readonly fetch: typeof fetch;
  readonly vault: Vault;
}

export function defaultDependencies(): Dependencies {
  return { now: () => Math.floor(Date.now() / 1000), fetch, vault: getVaultFromEnvironment() };
}
