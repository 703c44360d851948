// Processes the items behind a cursor, so that none of them keeps it from moving on.
import { isPermanent } from "../http/is-permanent.ts";
import { findProviderError } from "../http/provider-error.ts";
import type { Connection } from "../store/connection.ts";
import { deliveryErrorCode } from "./delivery-error.ts";
import type { EventContext, ItemId } from "./webhook-source.ts";

export interface ItemProcessing<T> {
  readonly connection: Connection;
  readonly batchSize: number;
  /** Identifies an item for its replay. */
  identify(item: T): ItemId;
  /** Processes a batch: one outcome for each item, in order. */
  process(batch: readonly T[]): Promise<readonly PromiseSettledResult<unknown>[]>;
}

interface Failure<T> {
  readonly item: T;
  readonly error: unknown;
}

/** From this attempt on, an item that fails while others succeed is set aside, whatever its error says. */
const maxAttempts = 4;

/**
 * Processes items, batch after batch. One that cannot be processed is set aside; the caller may then move its cursor.
 * @throws the first error for which a retry may help, such as an outage
 */
export async function processItems<T>(
  context: EventContext,
  items: readonly T[],
  { connection, batchSize, identify, process }: ItemProcessing<T>,
): Promise<void> {
  const failures: Failure<T>[] = [];
  for (let at = 0; at < items.length; at += batchSize) {
    const batch = items.slice(at, at + batchSize);
    const outcomes = await process(batch);
    failures.push(...listFailures(batch, outcomes));
    // Nothing behind it would succeed either.
    const outage = failures.find(({ error }) => !mayBeItsOwn(error));
    if (outage !== undefined) throw outage.error;
  }
  const isLast = context.attempt >= maxAttempts && failures.length < items.length;
  const retryable = failures.find(({ error }) => !isLast && !isItsOwn(error));
  if (retryable !== undefined) throw retryable.error;
  for (const { item, error } of failures) await context.setAside(connection, identify(item), error);
}

function listFailures<T>(batch: readonly T[], outcomes: readonly PromiseSettledResult<unknown>[]): Failure<T>[] {
  return outcomes.flatMap((outcome, at) => {
    const item = batch[at];
    const isFailure = outcome.status === "rejected" && deliveryErrorCode(outcome.reason, "ignored") === undefined;
    return isFailure && item !== undefined ? [{ item, error: outcome.reason }] : [];
  });
}

/** Whether an item itself causes the error, so that a retry would fail again. */
const isItsOwn = (error: unknown): boolean => isPermanent(error) || deliveryErrorCode(error, "invalid") !== undefined;

/** Whether an item may cause the error, and the next one need not have it: an answer of 500 to one request. */
const mayBeItsOwn = (error: unknown): boolean => isItsOwn(error) || findProviderError(error)?.kind === "transient";
