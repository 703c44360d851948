import { findInCauses } from "../errors.ts";

/** Somebody else is at work on the event: try again when their time is over. */
export class BusyError extends Error {
  /** When their time is over at the latest; epoch milliseconds. */
  readonly until: number;

  constructor(until: number, options?: ErrorOptions) {
    super("another attempt is under way", options);
    this.name = "BusyError";
    this.until = until;
  }
}

export const findBusyError = (error: unknown): BusyError | undefined => findInCauses(error, BusyError);
