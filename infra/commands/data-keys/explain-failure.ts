import { DynamoDBServiceException, ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
import { getVaultFailure } from "../../../lib/vault/failures.ts";
import { keyAlias } from "../../names.ts";

/** What failed in one sentence, without what AWS answered. Other errors are returned as they are. */
export function explainFailure(error: unknown, stage: string): unknown {
  const failure = getVaultFailure(error);
  if (failure === "VaultThrottled")
    return explain("KMS does not answer or is busy: run the command again later.", error);
  if (failure !== undefined)
    return explain(
      `KMS refuses the key ${keyAlias(stage)}: these credentials may need kms:GenerateDataKey and kms:Decrypt, or the key is disabled (VaultDenied in docs/runbook.md).`,
      error,
    );
  if (error instanceof ResourceNotFoundException)
    return explain(`The tables of the stage "${stage}" are not there: deploy it first.`, error);
  if (!(error instanceof DynamoDBServiceException)) return error;
  return explain(
    `DynamoDB answered ${error.name}: these credentials may need to read and write the stage's tables.`,
    error,
  );
}

const explain = (message: string, cause: unknown) => new Error(message, { cause });
