// Whose rows a query may see, signed: a statement can set any variable of its session, but it cannot sign.
import { createHmac } from "node:crypto";
import { prefixLengths } from "../../vault/length-prefix.ts";
import { type ContextKey, tryParseContextKey } from "./context-key.ts";
import type { DatabaseContext } from "./port.ts";

const purpose = "patchbay-context/v1";

/** For how long a signed context opens rows; a transaction is shorter. The database accepts at most 60 s. */
const lifetimeSeconds = 45;

/** Reads a key as the secret has it. @throws Error for another shape, without the text */
export function parseContextKey(text: string): ContextKey {
  const key = tryParseContextKey(text);
  if (key) return key;
  throw new Error("The key of the database's context has another shape.");
}

/**
 * Signs whose rows a query may see: `v1.<kid>.<hex payload>.<hex MAC>`. The payload has each field as its length in bytes (four,
 * big-endian) and its UTF-8, so that no field can run into the next; the MAC is HMAC-SHA-256. `npm run database` makes the function
 * that checks it.
 * @throws TypeError for a name that is no Unicode text: UTF-8 would make one name of several such
 * @param database its name: a context of one database is worth nothing in another
 */
export function signContext(
  { tenant = "", user }: DatabaseContext,
  database: string,
  { id, key }: ContextKey,
  now = new Date(),
): string {
  const expiresAt = Math.floor(now.getTime() / 1000) + lifetimeSeconds;
  const fields = [purpose, database, tenant, user, String(expiresAt), id];
  const payload = prefixLengths(...fields);
  const mac = createHmac("sha256", key).update(payload).digest("hex");
  return `v1.${id}.${payload.toString("hex")}.${mac}`;
}
