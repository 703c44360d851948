// The three kinds of older systems: how each kept its tokens, and under which key.
import { createHash } from "node:crypto";

export type SurfaceName = "a" | "b" | "c";

export interface Surface {
  readonly name: SurfaceName;
  /** The variable of the old system with its key. */
  readonly keyVariable: string;
  /** The AES-256 key. @throws Error in one sentence for a value that cannot be one */
  readonly deriveKey: (value: string) => Buffer;
  /** Whether tokens may be in plain text, or binary as well. */
  readonly storesBytes: boolean;
  /** Whose token it is, where a provider has both kinds. */
  readonly speaksAs: "person" | "bot";
}

const hashKey = (value: string): Buffer => createHash("sha256").update(value, "utf8").digest();

export const surfaces: Readonly<Record<SurfaceName, Surface>> = {
  a: { name: "a", keyVariable: "OAUTH_ENCRYPTION_KEY", deriveKey: hashKey, storesBytes: true, speaksAs: "bot" },
  b: { name: "b", keyVariable: "TOKEN_ENCRYPTION_KEY", deriveKey: decodeKey, storesBytes: false, speaksAs: "person" },
  c: { name: "c", keyVariable: "ENCRYPTION_KEY", deriveKey: hashKey, storesBytes: false, speaksAs: "person" },
};

function decodeKey(value: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(value)) return Buffer.from(value, "hex");
  throw new Error("TOKEN_ENCRYPTION_KEY must be 64 hexadecimal digits.");
}

/** @throws Error in one sentence */
export function parseSurface(given: string | undefined): Surface {
  const name = given?.toLowerCase();
  if (name === "a" || name === "b" || name === "c") return surfaces[name];
  throw new Error(
    given === undefined ? "Which old system? --surface a, b or c" : `"${given}" is no surface: write a, b or c.`,
  );
}
