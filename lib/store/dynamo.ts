import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { dynamoClient } from "../aws/dynamodb.ts";
import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";
import { retry } from "../retry.ts";

/**
 * One client per container. A failed condition reaches the caller as it is, for it is an answer;
 * every other failure of a table becomes a `Problem` provider_unavailable (503 with Retry-After).
 */
export const dynamo = dynamoClient({ maxAttempts: 3 });

dynamo.middlewareStack.add(
  (next) => async (args) => {
    try {
      return await next(args);
    } catch (error) {
      throw isConditionFailure(error) ? error : toStoreProblem(error);
    }
  },
  { step: "initialize", name: "storeFailure" },
);

function toStoreProblem(error: unknown): Problem {
  count("StoreFailed", { error: error instanceof Error ? error.name : "unknown" });
  const detail = "The store is busy. Try again in a moment.";
  return new Problem("provider_unavailable", { detail, retryAfter: 2, cause: error });
}

/**
 * Writes all or nothing. What only met another write on one of its items is repeated: somebody noting `lastUsed` at that
 * moment must not look like a condition that does not hold.
 * @throws the failed condition as it is, or a Problem provider_unavailable
 */
export async function transact(TransactItems: TransactWriteItem[]): Promise<void> {
  try {
    await retry(() => dynamo.send(new TransactWriteItemsCommand({ TransactItems })), {
      maxAttempts: 5,
      isRetryable: isContention,
      delayMs: (attempt) => 20 * 2 ** attempt * (0.5 + Math.random()),
    });
  } catch (error) {
    throw isContention(error) ? toStoreProblem(error) : error;
  }
}

/** Writes all or nothing. @returns false when a condition did not hold @throws every other failure */
export const tryTransact = (items: TransactWriteItem[]): Promise<boolean> => tryWrite(transact(items));

/** @returns whether the condition of a write held @throws every other failure */
export async function tryWrite(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/** Whether a conditional write lost, alone or in a transaction; meeting another write on the item counts as lost too. */
export function isConditionFailure(error: unknown): error is Error {
  return (
    error instanceof ConditionalCheckFailedException ||
    isContention(error) ||
    getCancellationReasons(error).includes(conditionUnmet)
  );
}

/** Whether a write only met another one on the same item: its condition may well hold. */
function isContention(error: unknown): boolean {
  if (error instanceof TransactionConflictException) return true;
  return (
    getCancellationReasons(error).includes("TransactionConflict") &&
    !getCancellationReasons(error).includes(conditionUnmet)
  );
}

const conditionUnmet = "ConditionalCheckFailed";

function getCancellationReasons(error: unknown): (string | undefined)[] {
  if (!(error instanceof TransactionCanceledException)) return [];
  return error.CancellationReasons?.map(({ Code }) => Code) ?? [];
}
