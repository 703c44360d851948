// How the vault fails, as problems that say nothing to the client, with a cause that says enough to the operator.
import { Problem } from "../errors.ts";
import { VaultError, type VaultFailure } from "./vault-error.ts";

// The SDK's own error is not the cause: one raised over an unreadable answer carries that answer, and with it a data key.

/** The record, or the key it names, is not what was written: 500 without a detail. */
export const sealBroken = (reason: string) =>
  new Problem("internal", { cause: new VaultError("VaultTampered", reason) });

/** The key service refuses (key disabled, access denied, …): an operator must act, no user can. */
export const keyDenied = (reason: string) =>
  new Problem("provider_unavailable", { retryAfter: 30, cause: new VaultError("VaultDenied", reason) });

/** The key service is throttling, failing or silent, and no key is cached. */
export const keyUnavailable = (reason: string) =>
  new Problem("provider_unavailable", { retryAfter: 5, cause: new VaultError("VaultThrottled", reason) });

/** Which of the vault's failures this is; undefined for every other error. Such an error says nothing about the connection's state. */
export function getVaultFailure(error: unknown): VaultFailure | undefined {
  return error instanceof Problem && error.cause instanceof VaultError ? error.cause.code : undefined;
}
