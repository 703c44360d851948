import { PurgeQueueCommand } from "@aws-sdk/client-sqs";
import { queueNames } from "../../infra/names.ts";
import { sqs } from "./aws.ts";
import { cloud } from "./cloud.ts";

/** The URL of a queue of the local cloud. */
export const queueUrl = (name: string): string => `http://localhost/000000000000/patchbay-${cloud().stage}-${name}`;

/** Purges all queues: a delayed revocation of an earlier test must not call a provider during the next test. */
export async function purgeQueues(): Promise<void> {
  const urls = queueNames.map(queueUrl);
  await Promise.all(urls.map((QueueUrl) => sqs().send(new PurgeQueueCommand({ QueueUrl }))));
}
