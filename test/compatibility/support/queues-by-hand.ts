// The queues of the cloud under test, worked off by hand: every message is seen before its Lambda gets it.
import { DeleteMessageCommand, type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { queueNames } from "../../../infra/names.ts";
import { consumers } from "../../../infra/triggers.ts";
import { sqs } from "../../support/aws.ts";
import { cloud } from "../../support/cloud.ts";
import { sendControl } from "../../support/control.ts";
import { queueUrl } from "../../support/queues.ts";

export interface SeenMessage {
  readonly queue: string;
  readonly body: string;
}

const lambdaUrl = (path: string) => `${cloud().awsEndpoint}/2015-03-31/${path}`;

const mappings = z.object({
  EventSourceMappings: z.array(z.object({ UUID: z.string(), EventSourceArn: z.string() })),
});

/** Lambda no longer polls the queues, or does so again; the feed's stream goes on. */
export async function pollQueues(Enabled: boolean): Promise<void> {
  const { EventSourceMappings } = mappings.parse(await sendControl(lambdaUrl("event-source-mappings/")));
  const ofQueues = EventSourceMappings.filter(({ EventSourceArn }) => EventSourceArn.includes(":sqs:"));
  for (const { UUID } of ofQueues) await sendControl(lambdaUrl(`event-source-mappings/${UUID}`), "PUT", { Enabled });
}

/** Invokes a deployed Lambda. @param run its entry, such as `jobs/queue-due-channels` */
export const invoke = (run: string, event: object = {}, provider?: string): Promise<unknown> =>
  sendControl(
    lambdaUrl(
      `functions/${["patchbay-test", run.replaceAll("/", "-"), provider].filter(Boolean).join("-")}/invocations`,
    ),
    "POST",
    event,
  );

async function take(queue: string): Promise<Message[]> {
  const command = new ReceiveMessageCommand({ QueueUrl: queueUrl(queue), MaxNumberOfMessages: 10 });
  return (await sqs().send(command)).Messages ?? [];
}

/** Takes what stands on the queues, without handing it to anybody. */
export async function takeMessages(queues: readonly string[]): Promise<SeenMessage[]> {
  const seen: SeenMessage[] = [];
  for (const queue of queues) {
    for (const { Body = "", ReceiptHandle } of await take(queue)) {
      seen.push({ queue, body: Body });
      await sqs().send(new DeleteMessageCommand({ QueueUrl: queueUrl(queue), ReceiptHandle }));
    }
  }
  return seen;
}

/** Hands a message to the Lambda that works off its queue. */
export async function workOn({ queue, body }: SeenMessage): Promise<void> {
  const consumer = consumers.find((one) => one.queue === queue);
  const provider = consumer?.provider === "every" ? undefined : consumer?.provider;
  const attributes = { SentTimestamp: String(Date.now()), ApproximateReceiveCount: "1" };
  const record = { messageId: crypto.randomUUID(), receiptHandle: "by-hand", body, attributes };
  const answer = await invoke(consumer?.run ?? "", { Records: [record] }, provider);
  if (JSON.stringify(answer).includes(record.messageId)) throw new Error(`${queue} did not take ${body.slice(0, 300)}`);
}

/** Works off all queues but that of revocations until they are empty. @returns what stood on them */
export async function workOff(): Promise<SeenMessage[]> {
  const seen: SeenMessage[] = [];
  for (;;) {
    const taken = await takeMessages(queueNames.filter((name) => name !== "revocations"));
    if (taken.length === 0) return seen;
    seen.push(...taken);
    for (const message of taken) await workOn(message);
  }
}
