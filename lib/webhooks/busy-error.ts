import { findInCauses } from "../errors.ts";

/** Another worker holds the claim on the event: retry when it expires. */
export class BusyError extends Error {
  /** When the claim expires, epoch milliseconds. */
  readonly until: number;

  constructor(until: number, options?: ErrorOptions) {
    super("another attempt is under way", options);
    this.name = "BusyError";
    this.until = until;
  }
}

export const findBusyError = (error: unknown): BusyError | undefined => findInCauses(error, BusyError);
