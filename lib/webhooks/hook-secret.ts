// The secret of a webhook that its provider chose, sealed in a row of its own.
import { createHash } from "node:crypto";
import { type Hook, type ToldSecret, takeHookSecret } from "../store/hooks.ts";
import type { SealContext, Vault } from "../vault/seal.ts";

/** A webhook of ours at a provider, as its address names it. */
export interface HookAddress {
  readonly provider: string;
  readonly id: string;
}

/** The receiver does not know whose webhook it is, so the seal names its id alone. */
export const hookSealContext = ({ provider, id }: HookAddress): SealContext => ({
  purpose: "hook",
  tenant: "-",
  user: "-",
  provider,
  connection: id,
  field: "secret",
});

/**
 * Keeps the secret that a provider tells for a webhook that is being opened.
 * @param now epoch seconds
 * @returns false if none is being opened under this address, or it has another secret, which stays
 * @throws Problem of the vault or the store
 */
export async function keepHookSecret(vault: Vault, at: HookAddress, secret: string, now: number): Promise<boolean> {
  const told: ToldSecret = {
    sealed: await vault.seal(secret, hookSealContext(at)),
    hash: createHash("sha256").update(secret).digest("base64url"),
  };
  return takeHookSecret(at.id, told, now);
}

/** @throws Problem of the vault */
export async function openHookSecret(vault: Vault, at: HookAddress, { secret }: Hook): Promise<string | undefined> {
  return secret && vault.unseal(secret, hookSealContext(at));
}
