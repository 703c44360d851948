import { createHash } from "node:crypto";

/**
 * An id that stands for one request, so that Google itself refuses to make its event twice: base32hex, as
 * developers.google.com/workspace/calendar/api/v3/reference/events#id has it, of 160 bits.
 */
export function deriveEventId(request: readonly string[]): string {
  const digest = createHash("sha256").update(JSON.stringify(request)).digest("hex");
  return BigInt(`0x${digest.slice(0, 40)}`)
    .toString(32)
    .padStart(32, "0");
}
