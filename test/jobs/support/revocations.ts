// Changes how soon the revocations queue redelivers a failed message.
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeEach } from "vitest";
import { sqs } from "../../support/aws.ts";
import { queueUrl } from "../../support/queues.ts";

/** The deployed visibility timeout, in seconds. */
const deployed = 720;

async function setVisibility(seconds: number): Promise<void> {
  const QueueUrl = queueUrl("revocations");
  const Attributes = { VisibilityTimeout: String(seconds) };
  await sqs().send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
}

export const restoreVisibility = () => setVisibility(deployed);

/**
 * Shortens the visibility timeout in each test of the file. Needed because a message waits two seconds for its grant to be written;
 * on a slow machine the first attempt finds no grant and is repeated.
 */
export function shortenVisibility(): void {
  beforeEach(() => setVisibility(10));
  afterAll(restoreVisibility);
}
