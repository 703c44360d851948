/**
 * `VaultTampered` a record was changed or moved, or its key does not exist · `VaultDenied` the key service refuses ·
 * `VaultThrottled` the key service throttles, fails or does not answer
 */
export type VaultFailure = "VaultTampered" | "VaultDenied" | "VaultThrottled";

/** The cause of a `Problem` that the vault throws. */
export class VaultError extends Error {
  readonly code: VaultFailure;

  /** @param reason our own text or an error's name, never a foreign message */
  constructor(code: VaultFailure, reason: string) {
    super(`${code}: ${reason}`);
    this.name = "VaultError";
    this.code = code;
  }
}
