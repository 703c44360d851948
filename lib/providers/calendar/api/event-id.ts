import { createHash } from "node:crypto";

/**
 * An event id derived from the request, so that Google refuses to create the event twice. 160 bits in base32hex, as required by
 * developers.google.com/workspace/calendar/api/v3/reference/events#id.
 */
export function deriveEventId(request: readonly string[]): string {
  const digest = createHash("sha256").update(JSON.stringify(request)).digest("hex");
  return BigInt(`0x${digest.slice(0, 40)}`)
    .toString(32)
    .padStart(32, "0");
}
