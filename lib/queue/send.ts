import { InvalidMessageContents, SendMessageBatchCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { sqsClient } from "../aws/sqs.ts";
import { Problem } from "../errors.ts";

const sqs = sqsClient({ maxAttempts: 3 });

/**
 * Sends one message to a queue. Bodies contain ids, never tokens.
 * @param delaySeconds 0–900, the limits of SQS
 * @throws Problem provider_unavailable if the queue did not accept the message; invalid_request if it never will
 */
export async function sendMessage(QueueUrl: string, body: object, delaySeconds = 0): Promise<void> {
  try {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body), DelaySeconds: delaySeconds }));
  } catch (error) {
    throw isPermanent(error)
      ? new Problem("invalid_request", { detail: "Something in this request is not text.", cause: error })
      : new Problem("provider_unavailable", { retryAfter: 5, cause: error });
  }
}

/** SQS takes the characters of XML 1.0 only: docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const isPermanent = (error: unknown) => error instanceof InvalidMessageContents;

/** SQS's limit for one call. */
const batchSize = 10;

/** Sends messages in batches; a text is sent as it is. @returns how many the queue rejected: a call can succeed although some of its messages fail */
export async function sendMessages(QueueUrl: string, bodies: readonly (object | string)[]): Promise<number> {
  let failed = 0;
  for (let at = 0; at < bodies.length; at += batchSize) {
    const Entries = bodies.slice(at, at + batchSize).map((body, index) => ({
      Id: String(index),
      MessageBody: typeof body === "string" ? body : JSON.stringify(body),
    }));
    const answer = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    failed += answer.Failed?.length ?? 0;
  }
  return failed;
}
