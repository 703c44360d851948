// One step back in the audit: a month of one tenant, or the newest of all tenants by an index. Neither scans.
import { QueryCommand, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { type AuditAction, auditActions } from "./audit.ts";
import { dynamo } from "./dynamo.ts";
import { actionIndex, auditPartition, type Item } from "./table.ts";

export interface AuditFilter {
  /** Who it is about, or who did it, as rows have it. */
  readonly user?: string | undefined;
  readonly action?: AuditAction | undefined;
  readonly provider?: string | undefined;
}

/** A part of the audit: `from` is inclusive, `before` exclusive. Both are times, `before` perhaps with an entry's id. */
export interface AuditSpan {
  readonly from: string;
  readonly before: string;
  /** Entries to read of each partition at once. */
  readonly limit: number;
}

export interface AuditSlice {
  readonly items: readonly Item[];
  /** What is newer has been read. */
  readonly readTo: string;
}

/** The time of a place in the audit. */
const readTime = (position: string): string => position.split(/[#~]/, 1)[0] ?? "";
/** Before it are all entries of that time: their ids begin with `#`. */
const toMomentEnd = (time: string): string => `${time}~`;

/** Reads the entries of a tenant's rows back from `before`, within its month. */
export async function readMonths(
  tenants: readonly string[],
  filter: AuditFilter,
  span: AuditSpan,
): Promise<AuditSlice> {
  const slices = await Promise.all(tenants.map((tenant) => readMonth(tenant, filter, span)));
  const readTo = findNewest(slices);
  return { items: sortNewestFirst(slices).filter(({ sk }) => (sk?.S ?? "") >= readTo), readTo };
}

/** Up to where every one of them was read. */
const findNewest = (slices: readonly AuditSlice[]): string =>
  slices.map(({ readTo }) => readTo).reduce((a, b) => (a > b ? a : b));

const sortNewestFirst = (slices: readonly AuditSlice[]): Item[] =>
  slices.flatMap(({ items }) => items).sort((a, b) => ((a.sk?.S ?? "") < (b.sk?.S ?? "") ? 1 : -1));

async function readMonth(tenant: string, filter: AuditFilter, span: AuditSpan): Promise<AuditSlice> {
  const { before, from } = span;
  const time = readTime(before);
  // A time without an id is exclusive, so the first moment of a month belongs to the month before.
  const within = new Date(before === time ? Date.parse(time) - 1 : time);
  const start = new Date(Date.UTC(within.getUTCFullYear(), within.getUTCMonth())).toISOString();
  const low = start > from ? start : from;
  const { Items = [], LastEvaluatedKey } = await queryPage(filter, {
    Limit: span.limit,
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :low AND :before",
    ExpressionAttributeValues: {
      ":pk": { S: auditPartition(tenant, within) },
      ":low": { S: low },
      ":before": { S: before },
    },
  });
  return { items: Items.filter(({ sk }) => (sk?.S ?? "") < before), readTo: LastEvaluatedKey?.sk?.S ?? low };
}

/** Reads all tenants' entries back from `before`, the newest of each action. */
export async function readActions(filter: AuditFilter, span: AuditSpan): Promise<AuditSlice> {
  const actions = filter.action === undefined ? auditActions : [filter.action];
  const slices = await Promise.all(actions.map((action) => readAction(action, filter, span)));
  const readTo = findNewest(slices);
  const isRead = ({ sk }: Item) => (sk?.S ?? "") < span.before && (sk?.S ?? "") > readTo;
  return { items: sortNewestFirst(slices).filter(isRead), readTo };
}

/** Entries of one moment are in no order in the index, so those of the moment at which a page ends are left to the next. */
async function readAction(action: AuditAction, filter: AuditFilter, span: AuditSpan): Promise<AuditSlice> {
  const { from, before, limit } = span;
  const items: Item[] = [];
  let last: Item | undefined;
  do {
    const page = await queryPage(
      { ...filter, action: undefined },
      {
        IndexName: actionIndex,
        Limit: limit,
        ExclusiveStartKey: last,
        KeyConditionExpression: "#action = :action AND #at BETWEEN :from AND :to",
        ExpressionAttributeNames: { "#action": "action", "#at": "at" },
        ExpressionAttributeValues: { ":action": { S: action }, ":from": { S: from }, ":to": { S: readTime(before) } },
      },
    );
    items.push(...(page.Items ?? []));
    last = page.LastEvaluatedKey;
  } while (last !== undefined && toMomentEnd(last.at?.S ?? "") >= before);
  return { items, readTo: last === undefined ? from : toMomentEnd(last.at?.S ?? "") };
}

function queryPage(filter: AuditFilter, query: Partial<QueryCommandInput>) {
  const { AUDIT_TABLE: TableName } = config("AUDIT_TABLE");
  const asked = [
    ...(filter.user === undefined ? [] : [{ condition: "(#user = :user OR actor = :user)", name: "user" }]),
    ...(filter.action === undefined ? [] : [{ condition: "#action = :action", name: "action" }]),
    ...(filter.provider === undefined ? [] : [{ condition: "#provider = :provider", name: "provider" }]),
  ] as { condition: string; name: keyof AuditFilter }[];
  const names = Object.fromEntries(asked.map(({ name }) => [`#${name}`, name]));
  const values = Object.fromEntries(asked.map(({ name }) => [`:${name}`, { S: filter[name] ?? "" }]));
  const conditions = asked.map(({ condition }) => condition).join(" AND ");
  return dynamo.send(
    new QueryCommand({
      TableName,
      ScanIndexForward: false,
      ...query,
      ...(asked.length > 0 ? { FilterExpression: conditions } : {}),
      ...withNames({ ...query.ExpressionAttributeNames, ...names }),
      ExpressionAttributeValues: { ...query.ExpressionAttributeValues, ...values },
    }),
  );
}

/** DynamoDB refuses an empty list of names. */
const withNames = (names: Record<string, string>) =>
  Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {};
