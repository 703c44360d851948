// The vault's errors: problems without details for the client, and a cause for the operator.
import { Problem } from "../errors.ts";
import { VaultError, type VaultFailure } from "./vault-error.ts";

// The SDK's error is not kept as cause: one about an unreadable response contains that response, and with it a data key.

/** The record was changed or moved, or its data key does not exist: 500 without a detail. */
export const tamperedProblem = (reason: string) =>
  new Problem("internal", { cause: new VaultError("VaultTampered", reason) });

/** The key service refuses (key disabled, access denied, …): an operator must act. */
export const keyDeniedProblem = (reason: string) =>
  new Problem("provider_unavailable", { retryAfter: 30, cause: new VaultError("VaultDenied", reason) });

/** The key service throttles, fails or does not answer, and no key is cached. */
export const keyUnavailableProblem = (reason: string) =>
  new Problem("provider_unavailable", { retryAfter: 5, cause: new VaultError("VaultThrottled", reason) });

/**
 * The vault's failure code of an error; undefined for other errors. A vault failure says nothing about the connection's
 * state.
 */
export function getVaultFailure(error: unknown): VaultFailure | undefined {
  return error instanceof Problem && error.cause instanceof VaultError ? error.cause.code : undefined;
}
