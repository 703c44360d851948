import { SendMessageBatchCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { sqsClient } from "../aws/sqs.ts";
import { Problem } from "../errors.ts";

const sqs = sqsClient({ maxAttempts: 3 });

/**
 * Puts one message on a queue. Bodies hold ids, never tokens.
 * @param delaySeconds 0–900, the limits of SQS
 * @throws Problem provider_unavailable when the queue did not accept it
 */
export async function sendMessage(QueueUrl: string, body: object, delaySeconds = 0): Promise<void> {
  try {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body), DelaySeconds: delaySeconds }));
  } catch (error) {
    throw new Problem("provider_unavailable", { retryAfter: 5, cause: error });
  }
}

/** SQS takes ten messages in one call. */
const batchSize = 10;

/** @returns how many messages the queue did not accept: a batch can fail in part while its call succeeds */
export async function sendMessages(QueueUrl: string, bodies: readonly object[]): Promise<number> {
  let failed = 0;
  for (let at = 0; at < bodies.length; at += batchSize) {
    const Entries = bodies
      .slice(at, at + batchSize)
      .map((body, index) => ({ Id: String(index), MessageBody: JSON.stringify(body) }));
    const answer = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    failed += answer.Failed?.length ?? 0;
  }
  return failed;
}
