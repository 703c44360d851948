import type { SealContext, Vault } from "../../lib/vault/seal.ts";

const text = new TextDecoder();
const bytes = new TextEncoder();

async function unsealText(sealed: Uint8Array, context: SealContext): Promise<string> {
  const record = readContents(sealed);
  if (JSON.stringify(record.context) !== JSON.stringify(context)) throw new Error("sealed for another place");
  return record.plaintext;
}

/** A vault without encryption. Like the real one, it opens a record only in the context it was sealed for. */
export const openVault: Vault = {
  seal: async (plaintext, context) =>
    bytes.encode(JSON.stringify({ plaintext: Buffer.from(plaintext).toString("utf8"), context })),
  unseal: unsealText,
  unsealBytes: async (sealed, context) => Buffer.from(await unsealText(sealed, context)),
};

/** What {@link openVault} has sealed, and for which context. */
export function readContents(sealed: Uint8Array): { plaintext: string; context: SealContext } {
  return JSON.parse(text.decode(sealed));
}
