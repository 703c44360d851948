// Checks that each AWS dependency answers, and how fast.
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { kmsClient } from "../aws/kms.ts";
import { sqsClient } from "../aws/sqs.ts";
import { config } from "../config.ts";
import { readClientIds } from "../store/client-ids.ts";
import { dynamo } from "../store/dynamo.ts";

const kms = kmsClient({ maxAttempts: 1 });
const sqs = sqsClient({ maxAttempts: 1 });

export interface ProbeResult {
  readonly name: string;
  readonly ok: boolean;
  readonly latencyMs: number;
}

/**
 * Probes the tables, the key, the queues and the client id parameter in parallel. Never throws; a failed probe has `ok:
 * false`.
 */
export async function probeDependencies(): Promise<ProbeResult[]> {
  const env = config(
    "CONNECTIONS_TABLE",
    "TRANSIENT_TABLE",
    "AUDIT_TABLE",
    "KMS_KEY_ID",
    "REVOCATIONS_QUEUE_URL",
    "REFRESHES_QUEUE_URL",
  );
  const table = (TableName: string) => () => dynamo.send(new DescribeTableCommand({ TableName }));
  const queue = (QueueUrl: string) => () =>
    sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }));
  return Promise.all([
    probe("connections table", table(env.CONNECTIONS_TABLE)),
    probe("transient table", table(env.TRANSIENT_TABLE)),
    probe("audit table", table(env.AUDIT_TABLE)),
    probe("encryption key", () => requireEnabledKey(env.KMS_KEY_ID)),
    probe("revocations queue", queue(env.REVOCATIONS_QUEUE_URL)),
    probe("refreshes queue", queue(env.REFRESHES_QUEUE_URL)),
    probe("client ids", readClientIds),
  ]);
}

/** A key that is disabled or to be deleted is described like any other. @throws Error when the key cannot be used */
async function requireEnabledKey(KeyId: string): Promise<void> {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
  if (KeyMetadata?.KeyState !== "Enabled") throw new Error("The key is not enabled.");
}

async function probe(name: string, ask: () => Promise<unknown>): Promise<ProbeResult> {
  const startedAt = performance.now();
  const ok = await ask().then(
    () => true,
    () => false,
  );
  return { name, ok, latencyMs: Math.round(performance.now() - startedAt) };
}
