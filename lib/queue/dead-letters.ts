import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import { sqsClient } from "../aws/sqs.ts";

const sqs = sqsClient({ maxAttempts: 3 });

/** For which the messages that are looked at are hidden. Their alarm counts hidden ones too. */
const hiddenSeconds = 60;

/** The dead-letter queue of a queue, as infra/names.ts names it. */
export const toDeadLetterQueue = (queueUrl: string): string => `${queueUrl}-dead-letters`;

/** Receives up to ten dead letters. */
export async function receiveDeadLetters(QueueUrl: string): Promise<readonly Message[]> {
  const command = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: hiddenSeconds, WaitTimeSeconds: 1 };
  return (await sqs.send(new ReceiveMessageCommand(command))).Messages ?? [];
}

export async function deleteDeadLetter(QueueUrl: string, { ReceiptHandle }: Message): Promise<void> {
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
}

/** Shows a message again that was received. */
export async function releaseDeadLetter(QueueUrl: string, { ReceiptHandle }: Message): Promise<void> {
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
}
