// AWS clients of the tests themselves. They bypass the spy, so that it counts the Lambdas' calls only.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { z } from "zod";
import type { TableName } from "../../infra/names.ts";
import { cloud } from "./cloud.ts";
import { sendControl } from "./control.ts";

const clientOptions = () => ({
  endpoint: cloud().awsEndpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

export const dynamodb = (): DynamoDBClient => new DynamoDBClient(clientOptions());
export const kms = (): KMSClient => new KMSClient(clientOptions());
export const sqs = (): SQSClient => new SQSClient(clientOptions());
export const ssm = (): SSMClient => new SSMClient(clientOptions());

/** The physical name of a table of the stage under test. */
export const tableName = (table: TableName): string => `patchbay-${cloud().stage}-${table}`;

const functionConfiguration = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.string()) }) });

/**
 * The environment of a deployed Lambda, with the spy as its AWS endpoint, to start another process of it.
 * @param name without the stage, such as "integrations-list", "slack-list-channels"
 */
export async function readDeployedEnvironment(name: string): Promise<Record<string, string>> {
  const url = `${cloud().awsEndpoint}/2015-03-31/functions/patchbay-${cloud().stage}-${name}/configuration`;
  const { Environment } = functionConfiguration.parse(await sendControl(url));
  return { ...Environment.Variables, AWS_ENDPOINT_URL: cloud().lambdaEndpoint };
}
