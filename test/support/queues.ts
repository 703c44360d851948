import { PurgeQueueCommand } from "@aws-sdk/client-sqs";
import { queueNames } from "../../infra/names.ts";
import { sqs } from "./aws.ts";

/** The address of a queue of the test's cloud. */
export const queueUrl = (name: string): string => `http://localhost/000000000000/patchbay-test-${name}`;

/** Drops what earlier tests have put on the queues: a delayed revocation must not call a provider in the next one's turn. */
export async function purgeQueues(): Promise<void> {
  const urls = queueNames.map(queueUrl);
  await Promise.all(urls.map((QueueUrl) => sqs().send(new PurgeQueueCommand({ QueueUrl }))));
}
