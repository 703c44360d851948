import { ChangeMessageVisibilityCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describeError, log } from "../log.ts";

const sqs = new SQSClient({
  useQueueUrlAsEndpoint: false,
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 2000, throwOnRequestTimeout: true },
});

/** Keeps a message from being tried again for so many seconds. Where that fails, the queue's own time goes on. */
export async function hideMessage(QueueUrl: string, ReceiptHandle: string, VisibilityTimeout: number): Promise<void> {
  try {
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
  } catch (error) {
    log.warn("back-off was not set", describeError(error));
  }
}
