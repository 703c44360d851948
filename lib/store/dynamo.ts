import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";

/**
 * One client per container. A failed condition reaches the caller as it is, for it is an answer;
 * every other failure of a table becomes a `Problem` provider_unavailable (503 with Retry-After).
 */
export const dynamo = new DynamoDBClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 500, requestTimeout: 2000, throwOnRequestTimeout: true },
});

dynamo.middlewareStack.add(
  (next) => async (args) => {
    try {
      return await next(args);
    } catch (error) {
      throw isConditionFailure(error) ? error : storeFailure(error);
    }
  },
  { step: "initialize", name: "storeFailure" },
);

function storeFailure(error: unknown): Problem {
  count("StoreFailed", { error: error instanceof Error ? error.name : "unknown" });
  const detail = "The store is busy. Try again in a moment.";
  return new Problem("provider_unavailable", { detail, retryAfter: 2, cause: error });
}

/** Whether a conditional write lost, alone or in a transaction; contention inside a transaction counts as lost too. */
export function isConditionFailure(error: unknown): error is Error {
  if (error instanceof ConditionalCheckFailedException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = error.CancellationReasons?.map((reason) => reason.Code) ?? [];
  return codes.some((code) => code === "ConditionalCheckFailed" || code === "TransactionConflict");
}
