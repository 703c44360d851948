import { Problem } from "../../../errors.ts";
import { etag } from "./event-input.ts";

/**
 * The event version that a change expects: `If-Match` (RFC 9110 section 13.1.1), or the body's `etag`.
 * @throws Problem invalid_request for a header that is no etag, or that differs from the body's
 */
export function readExpectedEtag(
  headers: Readonly<Record<string, string | undefined>>,
  given?: string,
): string | undefined {
  const header = headers["if-match"];
  if (header === undefined) return given;
  const isValid = etag.safeParse(header).success && (given === undefined || given === header);
  if (isValid) return header;
  const detail = "If-Match: is not one etag as events carry it, or another than the body's.";
  throw new Problem("invalid_request", { detail, members: { field: "If-Match" } });
}
