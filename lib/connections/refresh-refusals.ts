// Refusals of a refresh whose code we do not know. Such a grant may be gone for good, but one refusal does not prove it.
import type { RefreshRefusal } from "../store/connection.ts";

/** A refusal lasts after this many tries over at least an hour. */
const minTries = 3;
const minSeconds = 3600;

/** @param now epoch seconds */
export const countRefusal = (before: RefreshRefusal | undefined, now: number): RefreshRefusal => ({
  since: before?.since ?? now,
  count: (before?.count ?? 0) + 1,
});

/** Whether the user must connect again, since the provider would go on refusing. @param now epoch seconds */
export const isLasting = (refusal: RefreshRefusal | undefined, now: number): boolean =>
  refusal !== undefined && refusal.count >= minTries && now - refusal.since >= minSeconds;
