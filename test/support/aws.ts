// AWS clients of the tests themselves. They go past the spy, so that it counts Lambdas only.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { cloud } from "./cloud.ts";

const connection = () => ({
  endpoint: cloud().awsEndpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

export const dynamodb = (): DynamoDBClient => new DynamoDBClient(connection());
export const kms = (): KMSClient => new KMSClient(connection());
export const secretsManager = (): SecretsManagerClient => new SecretsManagerClient(connection());
export const sqs = (): SQSClient => new SQSClient(connection());
export const ssm = (): SSMClient => new SSMClient(connection());

/** The physical name of a table of the stage under test. */
export const tableName = (table: "connections" | "transient" | "audit"): string => `patchbay-test-${table}`;
