// A user's activities. Each has the number of its frame in the feed, and is stored longer than that frame.
import { QueryCommand, type TransactWriteItem, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { containsWords } from "./activity-search.ts";
import { dynamo, isConditionFailure } from "./dynamo.ts";
import type { Frame } from "./feed.ts";
import { fromItem, parseReadableItems, toItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { activityPartition, type Item, key, seqSort } from "./table.ts";

const activityRow = z.looseObject({
  seq: z.number(),
  provider: z.string(),
  kind: z.string(),
  actionItems: z.array(z.looseObject({ text: z.string() })).default([]),
  done: z.boolean(),
  ttl: z.number(),
});
type ActivityRow = z.output<typeof activityRow>;

const actionItemSchema = () =>
  z.looseObject({
    text: z.string(),
    assignee: z.string().optional(),
    due: z.string().optional().describe("A date, or a time with its offset."),
    confidence: z.number().optional().describe("From 0 to 1."),
    done: z.boolean(),
  });

/** Schema of an activity in responses. Members that come from the outbox message are optional. */
export const activitySchema = () =>
  z
    .looseObject({
      id: z.string().optional(),
      seq: z.number().int(),
      provider: z.string(),
      kind: z.string(),
      title: z.string().optional(),
      excerpt: z.string().optional(),
      source: z
        .object({
          url: z.string(),
          id: z.string(),
          calendarId: z
            .string()
            .optional()
            .describe("Where an event is, if not on the main one of the account's calendars."),
        })
        .optional(),
      actionItems: z.array(actionItemSchema()),
      participants: z.array(z.string()).optional(),
      at: z.iso.datetime().optional(),
      connectionId: z.string().optional(),
      done: z.boolean(),
    })
    .meta({ id: "Activity", description: "Something that happened at a provider, and what is to be done about it." });

/** An `Activity` read back for a response: it has its number and state, and members that another version wrote. */
export type ListedActivity = z.output<ReturnType<typeof activitySchema>>;

export const retentionSeconds = 90 * 86_400;

/**
 * The write that stores a frame's activity.
 * @param seconds current time, epoch seconds
 * @param from its outbox row: the Slack channel to post the activity to, and the name to find the row by
 */
export function activityPut(
  owner: Owner,
  { seq, data }: Frame,
  seconds: number,
  from: { readonly postTo?: string | undefined; readonly outboxName: string | undefined },
): TransactWriteItem {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  const content = toItem({ ...data, ...from, ttl: seconds + retentionSeconds });
  return { Put: { TableName, Item: { ...key.activity(owner, seq), ...content } } };
}

export interface ActivityFilter {
  readonly provider?: string | undefined;
  readonly kind?: string | undefined;
  readonly done?: boolean | undefined;
  /** Words that it must contain, see `containsWords`. */
  readonly q?: string | undefined;
  /** Only activities published since then, epoch seconds. Unlike the provider's time, this grows with the numbers. */
  readonly since?: number | undefined;
}

export interface ActivityPage {
  /** Range of activity numbers, both ends exclusive. */
  readonly after: number;
  readonly before: number;
  readonly limit: number;
}

const rowsPerQuery = 200;
const maxQueries = 5;

/**
 * Lists one page of a user's activities: the latest recorded ones, sorted by when they happened, newest first. It reads at most
 * 1000 rows, so with a filter a page can have fewer items than the limit although more follow.
 * @returns `next`: the `before` of the next page; undefined at the end
 */
export async function listActivities(
  owner: Owner,
  page: ActivityPage,
  filter: ActivityFilter,
  now = Date.now,
): Promise<{ items: ListedActivity[]; next: number | undefined }> {
  const { rows, next } = await listRows(owner, page, filter, now() / 1000);
  const sorted = rows.toSorted((one, other) => getTimeMs(other) - getTimeMs(one) || other.seq - one.seq);
  return { items: sorted.map(toActivity), next };
}

/** When an activity happened, or was recorded if its provider gave no readable time. Epoch milliseconds. */
function getTimeMs({ at, ttl }: ActivityRow): number {
  const time = typeof at === "string" ? Date.parse(at) : Number.NaN;
  return Number.isNaN(time) ? (ttl - retentionSeconds) * 1000 : time;
}

/** The rows of a page in the order of their numbers, the latest first. @param seconds current time, epoch seconds */
async function listRows(owner: Owner, page: ActivityPage, filter: ActivityFilter, seconds: number) {
  const rows: ActivityRow[] = [];
  let before: number | undefined = page.before;
  for (let query = 0; query < maxQueries && before !== undefined; query++) {
    const items: Item[] = await listItemsBetween(owner, page.after, before);
    before = items.length < rowsPerQuery ? undefined : Number(items.at(-1)?.sk?.S);
    for (const found of parseReadableItems(activityRow, items, "activity")) {
      if (found.ttl - retentionSeconds < (filter.since ?? 0)) return { rows, next: undefined };
      if (found.ttl > seconds && matchesFilter(found, filter)) rows.push(found);
      if (rows.length === page.limit) return { rows, next: found.seq };
    }
  }
  return { rows, next: before };
}

/** Lists at most {@link rowsPerQuery} rows, newest first; both ends are exclusive. */
async function listItemsBetween(owner: Owner, after: number, before: number): Promise<Item[]> {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  if (before <= after + 1) return [];
  const rows: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await dynamo.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        ScanIndexForward: false,
        Limit: rowsPerQuery - rows.length,
        ExclusiveStartKey,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
        ExpressionAttributeValues: {
          ":pk": { S: activityPartition(owner) },
          ":first": { S: seqSort(after + 1) },
          ":last": { S: seqSort(before - 1) },
        },
      }),
    );
    rows.push(...Items);
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey && rows.length < rowsPerQuery);
  return rows;
}

function matchesFilter(found: ActivityRow, { provider, kind, done, q = "" }: ActivityFilter): boolean {
  if (provider !== undefined && found.provider !== provider) return false;
  if (kind !== undefined && found.kind !== kind) return false;
  if (done !== undefined && found.done !== done) return false;
  return containsWords(found, q);
}

/** Action items have no state of their own: they are done when the activity is. */
function toActivity(row: ActivityRow): ListedActivity {
  const { pk: _pk, sk: _sk, ttl: _ttl, postTo: _postTo, outboxName: _outboxName, ...rest } = row;
  return { ...rest, actionItems: rest.actionItems.map((item) => ({ ...item, done: rest.done })) };
}

/** Marks an activity and its action items as done or open. @returns the activity; undefined if the user has none with this number */
export async function markActivity(
  owner: Owner,
  seq: number,
  done: boolean,
  now = Date.now,
): Promise<ListedActivity | undefined> {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  try {
    const { Attributes } = await dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key.activity(owner, seq),
        UpdateExpression: "SET done = :done",
        ConditionExpression: "attribute_exists(pk) AND #ttl > :now",
        ExpressionAttributeNames: { "#ttl": "ttl" },
        ExpressionAttributeValues: { ":done": { BOOL: done }, ":now": { N: String(Math.floor(now() / 1000)) } },
        ReturnValues: "ALL_NEW",
      }),
    );
    return Attributes && toActivity(fromItem(activityRow, Attributes));
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}
