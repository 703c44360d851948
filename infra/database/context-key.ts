// Keys that contexts are signed with: in a secret for the Lambdas, and as the two pads of HMAC in the database.
import { randomBytes } from "node:crypto";
import { type ContextKey, tryParseContextKey } from "../../lib/mcp/database/context-key.ts";
import type { Execute, Row } from "./connection.ts";
import { ownSchema } from "./names.ts";

/** A new key, whose id is its day and four random letters. */
export function createContextKey(now = Date.now(), random: (size: number) => Buffer = randomBytes): ContextKey {
  const day = new Date(now).toISOString().slice(2, 10).replaceAll("-", "");
  return { id: `k${day}${random(2).toString("hex")}`, key: random(32) };
}

/** @throws Error when the text is no key; it is not quoted */
export function parseContextKey(text: string): ContextKey {
  const key = tryParseContextKey(text);
  if (key) return key;
  throw new Error("The secret with the context's key has another form than <kid>:<key>.");
}

/** The key XORed with a byte, filled up to SHA-256's block of 64 bytes. https://www.rfc-editor.org/rfc/rfc2104#section-2 */
const padKey = (key: Buffer, byte: number): string =>
  Buffer.from(Array.from({ length: 64 }, (_, at) => (key[at] ?? 0) ^ byte)).toString("hex");

export const storeContextKey = (execute: Execute, { id, key }: ContextKey): Promise<Row[]> =>
  execute(
    `insert into ${ownSchema}.context_keys (kid, inner_pad, outer_pad) values ($1, decode($2, 'hex'), decode($3, 'hex'))
on conflict (kid) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad`,
    [id, padKey(key, 0x36), padKey(key, 0x5c)],
  );
