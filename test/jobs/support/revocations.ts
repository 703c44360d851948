// How soon the queue of revocations hands out again what has failed.
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeEach } from "vitest";
import { sqs } from "../../support/aws.ts";
import { queueUrl } from "../../support/queues.ts";

/** As deployed. */
const deployed = 720;

async function setVisibility(seconds: number): Promise<void> {
  const QueueUrl = queueUrl("revocations");
  const Attributes = { VisibilityTimeout: String(seconds) };
  await sqs().send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
}

export const restoreVisibility = () => setVisibility(deployed);

/**
 * Within a test's time, in each test of the file: a message waits two seconds for its grant to be written, and where the machine
 * takes longer over it, the first attempt finds none.
 */
export function shortenVisibility(): void {
  beforeEach(() => setVisibility(10));
  afterAll(restoreVisibility);
}
