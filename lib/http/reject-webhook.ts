import { Problem, type ProblemCode } from "../errors.ts";

/** Why a webhook was not taken, as the metric says it. The answer does not: a forger learns only that it was refused. */
type RejectionReason =
  | "content_type"
  | "header"
  | "malformed"
  | "secret"
  | "signature"
  | "timestamp"
  | "token"
  | "too_large"
  | "unknown_key";

export const rejectWebhook = (code: ProblemCode, reason: RejectionReason): Problem =>
  new Problem(code, { cause: reason });

/** What the metric counts an error under: our own words, or for what is not a refusal, its code. */
export function getRejectionReason(error: unknown): string {
  if (!(error instanceof Problem)) return error instanceof DOMException ? "deadline" : "internal";
  return typeof error.cause === "string" ? error.cause : error.code;
}
