// Numbers outbox messages. The stream delivers them at least once; each gets exactly one number.
import { TransactionCanceledException, type TransactWriteItem } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { retry } from "../retry.ts";
import { activityPut } from "./activity.ts";
import { lostWrites, readReportedLost } from "./connection-losses.ts";
import { isConditionFailure, transact } from "./dynamo.ts";
import { type Frame, type Head, readFrame, readHead } from "./feed.ts";
import { fromItem, toItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { type Item, key } from "./table.ts";

const outboxRowSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  tenant: z.string(),
  user: z.string(),
  type: z.enum(["activity", "connection.changed", "channel.changed", "sync.progress"]),
  data: z.record(z.string(), z.unknown()),
  at: z.string(),
  postTo: z.string().optional(),
});
/** An `OutboxMessage` as the stream shows it: its key is part of the row's, and its time is text. */
export type OutboxRow = z.output<typeof outboxRowSchema>;

/** @throws ZodError for a row that does not have the shape we write */
export const parseOutboxRow = (image: Item): OutboxRow => fromItem(outboxRowSchema, image);

/** A transaction takes 100 writes: one for the head and up to three per message. */
export const maxPerTransaction = 33;

export interface SequencedRows {
  readonly frames: readonly Frame[];
  /** Frames that an earlier run numbered. Sockets may have received those up to `head.pushed`. */
  readonly again: readonly Frame[];
  /** Numbers of activities to post to Slack. After a repetition it can contain others, which are not to be posted. */
  readonly toPost: readonly number[];
  readonly head: Head;
}

const frameSeconds = 86_400;

/**
 * Numbers up to {@link maxPerTransaction} outbox messages of one user, in one transaction with their frames and activities.
 * The transaction fails if the user's head changed meanwhile or a message has a number already; it is then retried.
 * @throws after ten failed attempts; the stream then delivers the messages again
 */
export async function assignSequence(owner: Owner, all: readonly OutboxRow[], now = Date.now): Promise<SequencedRows> {
  const knownNumbers: number[] = [];
  let rows = all;
  const numberRest = async (): Promise<SequencedRows> => {
    const head = await readHead(owner);
    if (rows.length === 0) return { ...(await readSequencedBefore(owner, all, knownNumbers)), frames: [], head };
    const plan = await planFrames(owner, rows, head.seq);
    const writes = sequenceWrites(owner, { ...plan, rows, head }, Math.floor(now() / 1000));
    await transact(writes).catch((error: unknown) => {
      const known = findAssignedNumbers(error, rows);
      knownNumbers.push(...known.values());
      rows = rows.filter((row) => !known.has(row));
      throw error;
    });
    const before = await readSequencedBefore(owner, all, knownNumbers);
    return {
      ...before,
      frames: plan.frames,
      toPost: [...before.toPost, ...listNumbersToPost(rows, plan.frames)],
      head,
    };
  };
  return retry(numberRest, { maxAttempts: 10, isRetryable: isConditionFailure });
}

interface FramePlan {
  readonly frames: readonly Frame[];
  /** Whether each changed connection is lost after these frames. */
  readonly lost: ReadonlyMap<string, boolean>;
}

const lostChanges = new Set<unknown>(["reconnect_needed", "revoked"]);

/** Makes the frames. A connection that returns after a reported loss is `recovered`; reading that is safe under the head's condition. */
async function planFrames(owner: Owner, rows: readonly OutboxRow[], seq: number): Promise<FramePlan> {
  const changes = rows.filter(({ type }) => type === "connection.changed").map(({ data }) => data);
  const connected = changes.filter(({ change }) => change === "connected").map(({ id }) => String(id));
  const before = await readReportedLost(owner, new Set(connected));
  const lost = new Map<string, boolean>();
  const frames = rows.map(({ type, at, data }, index): Frame => {
    const number = seq + index + 1;
    if (type === "activity") {
      return { seq: number, type, at, data: { ...data, id: String(number), seq: number, done: false } };
    }
    if (type !== "connection.changed") return { seq: number, type, at, data };
    const id = String(data.id);
    const isRecovery = data.change === "connected" && (lost.get(id) ?? before.has(id));
    lost.set(id, lostChanges.has(data.change));
    return { seq: number, type, at, data: isRecovery ? { ...data, change: "recovered" } : data };
  });
  return { frames, lost };
}

interface SequenceStep extends FramePlan {
  readonly rows: readonly OutboxRow[];
  readonly head: Head;
}

/** The head comes first, then the outbox rows: {@link findAssignedNumbers} relies on this order. */
function sequenceWrites(
  owner: Owner,
  { rows, frames, lost, head }: SequenceStep,
  seconds: number,
): TransactWriteItem[] {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  const outboxUpdates = frames.map(({ seq }, index): TransactWriteItem => {
    const { pk = "", sk = "" } = rows[index] ?? {};
    return {
      Update: {
        TableName,
        Key: { pk: { S: pk }, sk: { S: sk } },
        UpdateExpression: "SET seq = :seq",
        ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(seq)",
        ExpressionAttributeValues: { ":seq": { N: String(seq) } },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      },
    };
  });
  const framePuts = frames.map((frame): TransactWriteItem => {
    const Item = { ...key.frame(owner, frame.seq), ...toItem({ ...frame, ttl: seconds + frameSeconds }) };
    return { Put: { TableName, Item } };
  });
  const activities = frames
    .filter(({ type }) => type === "activity")
    .map((frame) => {
      const { postTo, sk: outboxName } = rows[frame.seq - head.seq - 1] ?? {};
      return activityPut(owner, frame, seconds, { postTo, outboxName });
    });
  return [
    headWrite(owner, head, frames.length),
    ...outboxUpdates,
    ...framePuts,
    ...activities,
    ...lostWrites(owner, lost),
  ];
}

function headWrite(owner: Owner, { seq }: Head, frameCount: number): TransactWriteItem {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  return {
    Update: {
      TableName,
      Key: key.head(owner),
      UpdateExpression: "SET seq = :next",
      ConditionExpression: seq === 0 ? "attribute_not_exists(seq)" : "seq = :unchanged",
      ExpressionAttributeValues: {
        ":next": { N: String(seq + frameCount) },
        ...(seq === 0 ? {} : { ":unchanged": { N: String(seq) } }),
      },
    },
  };
}

/** Finds messages that were numbered already, with their numbers; 0 if the row is gone. */
function findAssignedNumbers(error: unknown, rows: readonly OutboxRow[]): Map<OutboxRow, number> {
  const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
  const failed = rows.map((row, index) => [row, reasons[index + 1]] as const);
  return new Map(
    failed
      .filter(([, reason]) => reason?.Code === "ConditionalCheckFailed")
      .map(([row, reason]) => [row, Number(reason?.Item?.seq?.N ?? 0)]),
  );
}

/** Numbers of the frames to post. Rows and frames have the same order. */
const listNumbersToPost = (rows: readonly OutboxRow[], frames: readonly Frame[]): number[] =>
  frames.filter((_, index) => rows[index]?.postTo !== undefined).map(({ seq }) => seq);

/** An earlier run may have crashed before queueing posts. Frames do not say what to post, so all their activities are listed. */
async function readSequencedBefore(owner: Owner, all: readonly OutboxRow[], knownNumbers: readonly number[]) {
  const again = await readFrames(owner, knownNumbers);
  const hasPosts = all.some(({ postTo }) => postTo !== undefined);
  return { again, toPost: hasPosts ? again.filter(({ type }) => type === "activity").map(({ seq }) => seq) : [] };
}

async function readFrames(owner: Owner, numbers: readonly number[]): Promise<Frame[]> {
  const found = await Promise.all(numbers.filter((seq) => seq > 0).map((seq) => readFrame(owner, seq)));
  return found.filter((frame) => frame !== undefined).sort((a, b) => a.seq - b.seq);
}
