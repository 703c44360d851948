// A separate queue with a dead-letter queue, and Lambda's poller: receives, invokes, deletes what the worker did not report.
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import { consumers } from "../../../infra/triggers.ts";
import { sqs } from "../../support/aws.ts";
import type { Worker } from "./acme-worker.ts";
import type { TestDelivery } from "./messages.ts";

export interface OwnQueue {
  readonly url: string;
  send(message: Pick<TestDelivery, "body">): Promise<void>;
  /** Passes the visible messages to a worker. @returns how many there were */
  poll(worker: Worker): Promise<number>;
  /** Makes the messages that failed last visible at once. */
  hurry(): Promise<void>;
  /** Takes the visible messages without a worker. @returns their bodies */
  take(): Promise<string[]>;
  left(): Promise<number>;
  dead(): Promise<number>;
}

/** How often the queues of the workers hand out a message. */
export const maxAttempts = consumers.find(({ queue }) => queue === "webhooks-slack")?.attempts ?? 0;

export async function createOwnQueue(): Promise<OwnQueue> {
  const name = `acme-${crypto.randomUUID()}`;
  const dead = await createQueue(`${name}-dead-letters`, {});
  const deadArn = (await readAttributes(dead)).QueueArn;
  const url = await createQueue(name, {
    VisibilityTimeout: "360",
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadArn, maxReceiveCount: maxAttempts }),
  });
  let handed: Message[] = [];
  const receive = async () => {
    const command = new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, AttributeNames: ["All"] });
    return (await sqs().send(command)).Messages ?? [];
  };
  return {
    url,
    send: async ({ body }) => void (await sqs().send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }))),
    async poll(worker) {
      const messages = await receive();
      if (messages.length === 0) return 0;
      const failed = new Set(await worker.work(createEvent(messages)));
      handed = messages.filter(({ MessageId = "" }) => failed.has(MessageId));
      const done = messages.filter(({ MessageId = "" }) => !failed.has(MessageId));
      for (const { ReceiptHandle } of done)
        await sqs().send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
      return messages.length;
    },
    async hurry() {
      for (const { ReceiptHandle } of handed) {
        await sqs().send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 }));
      }
    },
    take: async () => (await receive()).map(({ Body = "" }) => Body),
    left: async () => {
      const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = await readAttributes(url);
      return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
    },
    dead: async () => Number((await readAttributes(dead)).ApproximateNumberOfMessages),
  };
}

async function createQueue(QueueName: string, Attributes: Record<string, string>): Promise<string> {
  const { QueueUrl = "" } = await sqs().send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
}

async function readAttributes(QueueUrl: string): Promise<Record<string, string>> {
  const asked = await sqs().send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  return asked.Attributes ?? {};
}

const createEvent = (messages: readonly Message[]): SQSEvent => ({
  Records: messages.map(({ MessageId = "", ReceiptHandle = "", Body = "", Attributes = {} }) => ({
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: {
      ApproximateReceiveCount: Attributes.ApproximateReceiveCount ?? "1",
      SentTimestamp: Attributes.SentTimestamp ?? String(Date.now()),
      SenderId: "test",
      ApproximateFirstReceiveTimestamp: Attributes.ApproximateFirstReceiveTimestamp ?? String(Date.now()),
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:acme",
    awsRegion: "us-east-1",
  })),
});
