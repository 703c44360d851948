// A Lambda behind a queue: each message on its own, so one that fails does not drag the others back.
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type * as z from "zod";
import { describeError, log, withLogContext } from "../log.ts";

export interface Message<T> {
  readonly body: T;
  /** When it was put on the queue, epoch seconds. */
  readonly sentAt: number;
  readonly attempt: number;
}

/** Sees to a message that failed, before it is reported: such as when it comes again. */
type OnFailure = (error: unknown, record: Pick<SQSRecord, "receiptHandle">, attempt: number) => Promise<void>;

type HandleMessage<S extends z.ZodType> = (message: Message<z.output<S>>) => Promise<void>;

/**
 * Reports only failed messages back to SQS (`ReportBatchItemFailures`). A message that does not have the shape we write
 * can never succeed: it fails until the dead-letter queue takes it, where an alarm sees it.
 */
export function queueConsumer<S extends z.ZodType>(schema: S, work: HandleMessage<S>, onFailure?: OnFailure) {
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const outcomes = await Promise.all(
      event.Records.map((record) =>
        withLogContext({ messageId: record.messageId }, () => handleRecord(record, schema, work, onFailure)),
      ),
    );
    return { batchItemFailures: outcomes.filter((id) => id !== undefined).map((id) => ({ itemIdentifier: id })) };
  };
}

async function handleRecord<S extends z.ZodType>(
  record: SQSRecord,
  schema: S,
  work: HandleMessage<S>,
  onFailure: OnFailure | undefined,
): Promise<string | undefined> {
  const count = Number(record.attributes.ApproximateReceiveCount);
  try {
    await work({
      body: schema.parse(JSON.parse(record.body)),
      sentAt: Number(record.attributes.SentTimestamp) / 1000,
      attempt: count,
    });
    return undefined;
  } catch (error) {
    log.warn("message failed", describeError(error));
    await onFailure?.(error, record, count);
    return record.messageId;
  }
}
