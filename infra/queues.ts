import { Duration } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Stage } from "./config.ts";
import { encryptQueue } from "./encryption.ts";
import { deadLetterQueueName, queueName } from "./names.ts";
import type { Consumer } from "./triggers.ts";

export interface QueuePair {
  readonly queue: Queue;
  readonly deadLetters: Queue;
}

/** The maximum of SQS, because a provider's event may be large. A dead letter queue must accept what its source accepts. */
export const maxMessageBytes = 1_048_576;

/**
 * Adds a queue and its dead letter queue. The visibility timeout is six times the Lambda's timeout, so that retries of a
 * throttled poller do not deliver a message twice. Dead letters keep their original date, so their retention is longer.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export function addQueue(scope: Construct, config: Stage, { queue: name, timeout, attempts }: Consumer): QueuePair {
  const { stage } = config;
  const encryptedQueue = encryptQueue(scope, name, config);
  const deadLetters = new Queue(scope, `${name}-dead-letters`, {
    ...encryptedQueue,
    queueName: deadLetterQueueName(stage, name),
    maxMessageSizeBytes: maxMessageBytes,
    retentionPeriod: Duration.days(14),
  });
  const queue = new Queue(scope, name, {
    ...encryptedQueue,
    queueName: queueName(stage, name),
    maxMessageSizeBytes: maxMessageBytes,
    visibilityTimeout: Duration.seconds(6 * timeout),
    retentionPeriod: Duration.days(4),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: attempts },
  });
  return { queue, deadLetters };
}
