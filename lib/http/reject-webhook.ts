import { Problem, type ProblemCode } from "../errors.ts";

/** Why a webhook was rejected, for the metric. The response does not contain it, so a forger learns nothing. */
type RejectionReason =
  | "content_type"
  | "handshake"
  | "header"
  | "malformed"
  | "secret"
  | "signature"
  | "timestamp"
  | "token"
  | "too_large"
  | "unconfigured"
  | "unknown_key";

export const rejectWebhook = (code: ProblemCode, reason: RejectionReason): Problem =>
  new Problem(code, { cause: reason });

/** The metric's `reason` for an error: the rejection reason, else the problem's code, `deadline` or `internal`. */
export function getRejectionReason(error: unknown): string {
  if (!(error instanceof Problem)) return error instanceof DOMException ? "deadline" : "internal";
  return typeof error.cause === "string" ? error.cause : error.code;
}
