// Opens what PostgreSQL's pgp_sym_encrypt wrote: postgresql.org/docs/current/pgcrypto.html
import { decrypt, readMessage } from "openpgp";

/**
 * A symmetric-key encrypted session key packet, as every such message begins (RFC 9580 sections 4.2 and 5.3): PostgreSQL writes the new
 * format of packets, GnuPG the old one.
 */
export const isPgpMessage = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xc3 || bytes[0] === 0x8c) && bytes[2] === 0x04;

export const isArmored = (text: string): boolean => text.startsWith("-----BEGIN PGP MESSAGE-----");

/**
 * @param message binary, or armored text
 * @returns the text; undefined if it does not open with this password, or was changed
 */
export async function openPgp(message: Uint8Array | string, password: string): Promise<string | undefined> {
  try {
    const read =
      typeof message === "string"
        ? await readMessage({ armoredMessage: message })
        : await readMessage({ binaryMessage: message });
    const { data } = await decrypt({ message: read, passwords: [password], format: "binary" });
    return Buffer.from(data).toString("utf8");
  } catch {
    return undefined;
  }
}
