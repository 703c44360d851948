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

/**
 * Reports only failed messages back to SQS (`ReportBatchItemFailures`). A message that does not have the shape we write
 * can never succeed: it fails until the dead-letter queue takes it, where an alarm sees it.
 */
export function queueConsumer<S extends z.ZodType>(schema: S, work: (message: Message<z.output<S>>) => Promise<void>) {
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const outcomes = await Promise.all(
      event.Records.map((record) =>
        withLogContext({ messageId: record.messageId }, () => attempt(record, schema, work)),
      ),
    );
    return { batchItemFailures: outcomes.filter((id) => id !== undefined).map((id) => ({ itemIdentifier: id })) };
  };
}

async function attempt<S extends z.ZodType>(
  record: SQSRecord,
  schema: S,
  work: (message: Message<z.output<S>>) => Promise<void>,
): Promise<string | undefined> {
  try {
    await work({
      body: schema.parse(JSON.parse(record.body)),
      sentAt: Number(record.attributes.SentTimestamp) / 1000,
      attempt: Number(record.attributes.ApproximateReceiveCount),
    });
    return undefined;
  } catch (error) {
    log.warn("message failed", describeError(error));
    return record.messageId;
  }
}
