import { ChangeMessageVisibilityCommand } from "@aws-sdk/client-sqs";
import { sqsClient } from "../aws/sqs.ts";
import { describeError, log } from "../log.ts";

const sqs = sqsClient({ maxAttempts: 2 });

/** Sets when a message is retried, in seconds from now. If that fails it is logged, and the queue's own timeout applies. */
export async function setVisibilityTimeout(
  QueueUrl: string,
  ReceiptHandle: string,
  VisibilityTimeout: number,
): Promise<void> {
  try {
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
  } catch (error) {
    log.warn("visibility timeout was not set", describeError(error));
  }
}
