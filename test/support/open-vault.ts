import type { SealContext, Vault } from "../../lib/vault/seal.ts";

const text = new TextDecoder();
const bytes = new TextEncoder();

async function unsealText(sealed: Uint8Array, context: SealContext): Promise<string> {
  const record = readContents(sealed);
  if (JSON.stringify(record.context) !== JSON.stringify(context)) throw new Error("sealed for another place");
  return record.plaintext;
}

/** A vault that hides nothing, but opens a record in its own place only, as the real one does. */
export const openVault: Vault = {
  seal: async (plaintext, context) =>
    bytes.encode(JSON.stringify({ plaintext: Buffer.from(plaintext).toString("utf8"), context })),
  unseal: unsealText,
  unsealBytes: async (sealed, context) => Buffer.from(await unsealText(sealed, context)),
};

/** What such a vault has sealed, and for which place. */
export function readContents(sealed: Uint8Array): { plaintext: string; context: SealContext } {
  return JSON.parse(text.decode(sealed));
}
