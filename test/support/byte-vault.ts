import type { SealContext, Vault } from "../../lib/vault/seal.ts";

/** Keeps bytes under their field's name, unsealed, for tests of what is put in. */
export const byteVault: Vault = {
  seal: async (plain, { field }: SealContext) => Buffer.concat([Buffer.from(`${field}|`), Buffer.from(plain)]),
  unseal: async (sealed, context) => (await byteVault.unsealBytes(sealed, context)).toString("utf8"),
  unsealBytes: async (sealed, { field }) => {
    const bytes = Buffer.from(sealed);
    if (!bytes.toString("latin1").startsWith(`${field}|`)) throw new Error("moved");
    return bytes.subarray(field.length + 1);
  },
};
