import { ChangeMessageVisibilityCommand } from "@aws-sdk/client-sqs";
import { sqsClient } from "../aws/sqs.ts";
import { describeError, log } from "../log.ts";

const sqs = sqsClient({ maxAttempts: 2 });

/** Keeps a message from being tried again for so many seconds. Where that fails, the queue's own time goes on. */
export async function setVisibilityTimeout(
  QueueUrl: string,
  ReceiptHandle: string,
  VisibilityTimeout: number,
): Promise<void> {
  try {
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
  } catch (error) {
    log.warn("back-off was not set", describeError(error));
  }
}
