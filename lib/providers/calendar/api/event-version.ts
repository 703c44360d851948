import { Problem } from "../../../errors.ts";
import { etag } from "./event-input.ts";

/**
 * The version of an event that a change is meant for: `If-Match` (RFC 9110 section 13.1.1), or the body's `etag`.
 * @throws Problem invalid_request for a header that is no etag, or another one than the body's
 */
export function readExpectedEtag(
  headers: Readonly<Record<string, string | undefined>>,
  given?: string,
): string | undefined {
  const asked = headers["if-match"];
  if (asked === undefined) return given;
  const isSound = etag.safeParse(asked).success && (given === undefined || given === asked);
  if (isSound) return asked;
  const detail = "If-Match: is not one etag as events carry it, or another than the body's.";
  throw new Problem("invalid_request", { detail, members: { field: "If-Match" } });
}
