// Gives announcements their numbers. The stream delivers at least once; a number is given exactly once.
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
/** A row of the outbox, as the stream shows it. */
export type OutboxRow = z.output<typeof outboxRowSchema>;

/** @throws ZodError for a row that does not have the shape we write */
export const parseOutboxRow = (image: Item): OutboxRow => fromItem(outboxRowSchema, image);

/** Each takes up to three writes and the head one; a transaction takes a hundred. */
export const maxPerTransaction = 33;

export interface SequencedRows {
  /** In their order. */
  readonly frames: readonly Frame[];
  /** Whether an earlier run has given the numbers; sockets may have got those up to `head.pushed`. */
  readonly again: readonly Frame[];
  /** Numbers of activities that are to be posted too; after a repetition perhaps of others as well. */
  readonly toPost: readonly number[];
  readonly head: Head;
}

const frameSeconds = 86_400;

/**
 * Numbers one user's announcements, at most {@link maxPerTransaction}, in one transaction with their frames and activities.
 * It holds only if nobody numbered for that user meanwhile and no announcement has a number yet.
 * @throws when it met others too often; the stream then hands the announcements out again
 */
export async function assignSequence(owner: Owner, all: readonly OutboxRow[], now = Date.now): Promise<SequencedRows> {
  const given: number[] = [];
  let rows = all;
  const numberRest = async (): Promise<SequencedRows> => {
    const head = await readHead(owner);
    if (rows.length === 0) return { ...(await readSequencedBefore(owner, all, given)), frames: [], head };
    const plan = await planFrames(owner, rows, head.seq);
    const step = sequenceWrites(owner, { ...plan, rows, head }, Math.floor(now() / 1000));
    await transact(step).catch((error: unknown) => {
      const known = findGivenNumbers(error, rows);
      given.push(...known.values());
      rows = rows.filter((row) => !known.has(row));
      throw error;
    });
    const before = await readSequencedBefore(owner, all, given);
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
  /** Connections that are lost, or are not, when these frames have been told. */
  readonly lost: ReadonlyMap<string, boolean>;
}

const lostChanges = new Set<unknown>(["reconnect_needed", "revoked"]);

/** A connection that comes back after its loss was told has recovered. Read after the head, whose condition guards this too. */
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
    const recovers = data.change === "connected" && (lost.get(id) ?? before.has(id));
    lost.set(id, lostChanges.has(data.change));
    return { seq: number, type, at, data: recovers ? { ...data, change: "recovered" } : data };
  });
  return { frames, lost };
}

interface SequenceStep extends FramePlan {
  readonly rows: readonly OutboxRow[];
  readonly head: Head;
}

/** The head first and then the outbox, for {@link findGivenNumbers} reads the reasons of a failure by their place. */
function sequenceWrites(
  owner: Owner,
  { rows, frames, lost, head }: SequenceStep,
  seconds: number,
): TransactWriteItem[] {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  const marks = frames.map(({ seq }, index): TransactWriteItem => {
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
  const puts = frames.map((frame): TransactWriteItem => {
    const Item = { ...key.frame(owner, frame.seq), ...toItem({ ...frame, ttl: seconds + frameSeconds }) };
    return { Put: { TableName, Item } };
  });
  const activities = frames
    .filter(({ type }) => type === "activity")
    .map((frame) => activityPut(owner, frame, seconds, rows[frame.seq - head.seq - 1]?.postTo));
  return [headWrite(owner, head, frames.length), ...marks, ...puts, ...activities, ...lostWrites(owner, lost)];
}

function headWrite(owner: Owner, { seq }: Head, more: number): TransactWriteItem {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  return {
    Update: {
      TableName,
      Key: key.head(owner),
      UpdateExpression: "SET seq = :next",
      ConditionExpression: seq === 0 ? "attribute_not_exists(seq)" : "seq = :unchanged",
      ExpressionAttributeValues: {
        ":next": { N: String(seq + more) },
        ...(seq === 0 ? {} : { ":unchanged": { N: String(seq) } }),
      },
    },
  };
}

/** Announcements whose rows say that they have a number, with it; 0 for those whose row is gone. */
function findGivenNumbers(error: unknown, rows: readonly OutboxRow[]): Map<OutboxRow, number> {
  const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
  const failed = rows.map((row, index) => [row, reasons[index + 1]] as const);
  return new Map(
    failed
      .filter(([, reason]) => reason?.Code === "ConditionalCheckFailed")
      .map(([row, reason]) => [row, Number(reason?.Item?.seq?.N ?? 0)]),
  );
}

/** Numbers of those that want it; each frame stands where its row does. */
const listNumbersToPost = (rows: readonly OutboxRow[], frames: readonly Frame[]): number[] =>
  frames.filter((_, index) => rows[index]?.postTo !== undefined).map(({ seq }) => seq);

/** An earlier run may have ended before it said what is to be posted. Its frames do not tell, but their activities do. */
async function readSequencedBefore(owner: Owner, all: readonly OutboxRow[], given: readonly number[]) {
  const again = await readFrames(owner, given);
  const isWished = all.some(({ postTo }) => postTo !== undefined);
  return { again, toPost: isWished ? again.filter(({ type }) => type === "activity").map(({ seq }) => seq) : [] };
}

async function readFrames(owner: Owner, numbers: readonly number[]): Promise<Frame[]> {
  const found = await Promise.all(numbers.filter((seq) => seq > 0).map((seq) => readFrame(owner, seq)));
  return found.filter((frame) => frame !== undefined).sort((a, b) => a.seq - b.seq);
}
