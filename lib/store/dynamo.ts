import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { dynamoClient } from "../aws/dynamodb.ts";
import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";
import { retry } from "../retry.ts";
import { markRows } from "./row-version.ts";
import { toWellFormedValue } from "./well-formed.ts";

/**
 * One client per container; it sends well-formed text, and each row with the version of its shape. A failed condition is thrown as it
 * is, any other error as a Problem: invalid_request for what DynamoDB never takes, such as a row above 400 kB; else provider_unavailable (503).
 */
export const dynamo = dynamoClient({ maxAttempts: 3 });

dynamo.middlewareStack.add(
  (next) => async (args) => {
    try {
      return await next({ ...args, input: toWellFormedValue(markRows(args.input)) });
    } catch (error) {
      throw isConditionFailure(error) ? error : toStoreProblem(error);
    }
  },
  { step: "initialize", name: "storeFailure" },
);

/**
 * Errors about the request itself. Access denied and a missing table are not among them: they end when the operator acts.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
const permanentErrors: ReadonlySet<string | undefined> = new Set([
  "ValidationException",
  "SerializationException",
  "ItemCollectionSizeLimitExceededException",
  // As reasons of a cancelled transaction:
  "ValidationError",
  "ItemCollectionSizeLimitExceeded",
]);

const isPermanentStoreError = (error: unknown): boolean =>
  [error instanceof Error ? error.name : undefined, ...getCancellationReasons(error)].some((name) =>
    permanentErrors.has(name),
  );

function toStoreProblem(error: unknown): Problem {
  count("StoreFailed", { error: error instanceof Error ? error.name : "unknown" });
  if (isPermanentStoreError(error)) {
    const detail = "This cannot be stored: something in it is too long, empty, or not text.";
    return new Problem("invalid_request", { detail, cause: error });
  }
  const detail = "The store is busy. Try again in a moment.";
  return new Problem("provider_unavailable", { detail, retryAfter: 2, cause: error });
}

/** Writes all items or none. Retries a conflict with a concurrent write, which must not look like a failed condition. @throws that; Problem invalid_request, provider_unavailable */
export async function transact(TransactItems: TransactWriteItem[]): Promise<void> {
  await retryContention(() => dynamo.send(new TransactWriteItemsCommand({ TransactItems })));
}

/** Repeats a write that meets another one on the same item. @throws Problem provider_unavailable if it still does in the end */
async function retryContention<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await retry(write, {
      maxAttempts: 5,
      isRetryable: isContention,
      delayMs: (attempt) => 20 * 2 ** attempt * (0.5 + Math.random()),
    });
  } catch (error) {
    throw isContention(error) ? toStoreProblem(error) : error;
  }
}

/** Updates an item that transactions write too, and waits for one under way. @returns false if its condition failed */
export const tryUpdate = (update: UpdateItemCommandInput): Promise<boolean> =>
  tryWrite(retryContention(() => dynamo.send(new UpdateItemCommand(update))));

/** Writes all items or none. @returns false if a condition failed @throws Problem as {@link transact} */
export const tryTransact = (items: TransactWriteItem[]): Promise<boolean> => tryWrite(transact(items));

/** Awaits a conditional write. @returns false if its condition failed @throws other errors as they are */
export async function tryWrite(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/** Whether a condition failed, of one write or in a transaction. A conflict with a concurrent write counts too. */
export function isConditionFailure(error: unknown): error is Error {
  return (
    error instanceof ConditionalCheckFailedException ||
    isContention(error) ||
    getCancellationReasons(error).includes(conditionFailedCode)
  );
}

/** Whether a write only conflicted with another one on the same item, so its condition may still hold. */
function isContention(error: unknown): boolean {
  if (error instanceof TransactionConflictException) return true;
  return (
    getCancellationReasons(error).includes("TransactionConflict") &&
    !getCancellationReasons(error).includes(conditionFailedCode)
  );
}

const conditionFailedCode = "ConditionalCheckFailed";

function getCancellationReasons(error: unknown): (string | undefined)[] {
  if (!(error instanceof TransactionCanceledException)) return [];
  return error.CancellationReasons?.map(({ Code }) => Code) ?? [];
}
