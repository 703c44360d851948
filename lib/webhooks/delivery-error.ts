import { findInCauses } from "../errors.ts";

/**
 * `invalid`: it cannot be parsed, and goes to the dead-letter queue. `ignored`: nothing can be done about it, such as for an
 * account that must be reconnected; it is logged as ignored and not retried.
 */
type DeliveryErrorKind = "invalid" | "ignored";

/** A delivery for which a retry would not help. */
export class DeliveryError extends Error {
  readonly kind: DeliveryErrorKind;
  /** Why, in one word for the log. */
  readonly code: string;

  constructor(kind: DeliveryErrorKind, code: string, options?: ErrorOptions) {
    super(code, options);
    this.name = "DeliveryError";
    this.kind = kind;
    this.code = code;
  }
}

/** Why a delivery is invalid or ignored; undefined for other errors. */
export function deliveryErrorCode(error: unknown, kind: DeliveryErrorKind): string | undefined {
  const found = findInCauses(error, DeliveryError);
  return found?.kind === kind ? found.code : undefined;
}
