import { findInCauses, type ProblemCode } from "../errors.ts";
import type { Connection } from "../store/connection.ts";

/** Why a delivery cannot be parsed, in one word for the log. */
export type InvalidReason =
  | "envelope"
  | "gone"
  | "no_id"
  | "not_json"
  | "notification"
  | "unexpected_shape"
  | "unreadable";

/** Why a delivery is counted and logged only, in one word for the log. A row may have a word of another version. */
export type IgnoredReason =
  | "action"
  | "empty"
  | "hidden"
  | "mismatch"
  | "no_address"
  | "no_channel"
  | "no_workspace"
  | "nobody"
  | "own"
  | "ping"
  | "rate_limited"
  | "subtype"
  | "sync"
  | "unauthorized"
  | "unknown"
  | "unknown_channel"
  | "unused"
  | Exclude<Connection["status"], "active">
  | ProblemCode;

/**
 * `invalid`: it cannot be parsed, and goes to the dead-letter queue. `ignored`: nothing can be done about it, such as for an
 * account that must be reconnected; it is logged as ignored and not retried.
 */
interface DeliveryReasons {
  readonly invalid: InvalidReason;
  readonly ignored: IgnoredReason;
}
type DeliveryErrorKind = keyof DeliveryReasons;

/** A delivery for which a retry would not help. */
export class DeliveryError<K extends DeliveryErrorKind = DeliveryErrorKind> extends Error {
  readonly kind: K;
  readonly code: DeliveryReasons[K];

  constructor(kind: K, code: DeliveryReasons[K], options?: ErrorOptions) {
    super(code, options);
    this.name = "DeliveryError";
    this.kind = kind;
    this.code = code;
  }
}

/** Why a delivery is invalid or ignored; undefined for other errors. */
export function deliveryErrorCode<K extends DeliveryErrorKind>(
  error: unknown,
  kind: K,
): DeliveryReasons[K] | undefined {
  const found = findInCauses(error, DeliveryError);
  return found !== undefined && isOfKind(found, kind) ? found.code : undefined;
}

const isOfKind = <K extends DeliveryErrorKind>(error: DeliveryError, kind: K): error is DeliveryError<K> =>
  error.kind === kind;
