import { findInCauses } from "../errors.ts";

/**
 * `invalid` it can never be understood: set aside without further tries · `ignored` it was understood and nothing can be done
 * about it, such as for an account that must be connected again: logged as ignored and not tried again
 */
type DeliveryErrorKind = "invalid" | "ignored";

/** A delivery that no further try would help. */
export class DeliveryError extends Error {
  readonly kind: DeliveryErrorKind;
  /** Why, in one word that is fit for a log. */
  readonly code: string;

  constructor(kind: DeliveryErrorKind, code: string, options?: ErrorOptions) {
    super(code, options);
    this.name = "DeliveryError";
    this.kind = kind;
    this.code = code;
  }
}

/** Why a delivery is invalid or ignored; undefined for every error that does not say that. */
export function deliveryErrorCode(error: unknown, kind: DeliveryErrorKind): string | undefined {
  const found = findInCauses(error, DeliveryError);
  return found?.kind === kind ? found.code : undefined;
}
