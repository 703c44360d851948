/**
 * `VaultTampered` a record, or the key it names, is not what was written · `VaultDenied` the key service refuses ·
 * `VaultThrottled` the key service is throttling, failing or silent
 */
export type VaultFailure = "VaultTampered" | "VaultDenied" | "VaultThrottled";

/** How the vault failed: the cause of the `Problem` that it throws. */
export class VaultError extends Error {
  readonly code: VaultFailure;

  /** @param reason in our own words or an error's name, never a foreign message */
  constructor(code: VaultFailure, reason: string) {
    super(`${code}: ${reason}`);
    this.name = "VaultError";
    this.code = code;
  }
}
