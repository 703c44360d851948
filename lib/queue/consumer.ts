// A Lambda that consumes a queue. Each message is handled on its own, so a failure does not repeat the others.
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type * as z from "zod";
import { describeError, log, withLogContext } from "../log.ts";
import { settleWrites } from "../pending-writes.ts";
import { countIfLate } from "./late-messages.ts";

export interface Message<T> {
  readonly body: T;
  /** When the message was sent, epoch seconds. */
  readonly sentAt: number;
  /** From 1. */
  readonly attempt: number;
}

/** Called for a failed message before it is reported, for example to set when it is retried. */
type OnFailure = (error: unknown, record: Pick<SQSRecord, "receiptHandle">, attempt: number) => Promise<void>;

type HandleMessage<S extends z.ZodType> = (message: Message<z.output<S>>) => Promise<void>;

/**
 * Makes the handler of a queue. It reports only failed messages back to SQS (`ReportBatchItemFailures`).
 * A message that does not match the schema fails until it reaches the dead-letter queue, which has an alarm.
 */
export function queueConsumer<S extends z.ZodType>(schema: S, work: HandleMessage<S>, onFailure?: OnFailure) {
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const outcomes = await Promise.all(
      event.Records.map((record) =>
        withLogContext({ messageId: record.messageId }, () => handleRecord(record, schema, work, onFailure)),
      ),
    );
    await settleWrites();
    return { batchItemFailures: outcomes.filter((id) => id !== undefined).map((id) => ({ itemIdentifier: id })) };
  };
}

async function handleRecord<S extends z.ZodType>(
  record: SQSRecord,
  schema: S,
  work: HandleMessage<S>,
  onFailure: OnFailure | undefined,
): Promise<string | undefined> {
  const attempt = Number(record.attributes.ApproximateReceiveCount);
  const sentAt = Number(record.attributes.SentTimestamp) / 1000;
  countIfLate(record.eventSourceARN, sentAt);
  try {
    await work({ body: schema.parse(JSON.parse(record.body)), sentAt, attempt });
    return undefined;
  } catch (error) {
    log.warn("message failed", describeError(error));
    await onFailure?.(error, record, attempt);
    return record.messageId;
  }
}
