// Reads one page of a part of a table and does with its rows what their kinds want.
import { QueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { mapInParallel, serializeByKey } from "../concurrency.ts";
import type { DeletionSubject, SweepCursor } from "../store/deletions.ts";
import { dynamo } from "../store/dynamo.ts";
import { getTableName, type SweptTable } from "../store/erase-rows.ts";
import { identifyRow } from "../store/row-kind.ts";
import type { Item } from "../store/table.ts";
import { type AuditContext, pseudonymizeAuditRow } from "./pseudonymize-audit.ts";
import { rowTreatments } from "./row-treatments.ts";
import { buildSweepFilter, type SweepFilter } from "./sweep-filter.ts";
import { type SweepSource, sweepSegments } from "./sweep-sources.ts";
import type { TreatmentContext, TreatmentResult } from "./treat-row.ts";

export interface SweepContext extends AuditContext, Omit<TreatmentContext, "table"> {}

/** What became of one row. */
export interface SweepResult {
  readonly kind: string;
  readonly result: TreatmentResult;
}

export interface SweptPage {
  readonly cursor: SweepCursor;
  readonly results: readonly SweepResult[];
}

/** To end a connection takes a dozen calls, so pages of them are short. */
const rowsPerPage: Partial<Record<SweptTable, number>> = { connections: 500 };
const maxConcurrentRows = 10;

/** @throws Problem provider_unavailable when the store does not answer: the page can be read again */
export async function sweepPage(source: SweepSource, cursor: SweepCursor, context: SweepContext): Promise<SweptPage> {
  const { items, last } = await readPage(source, cursor, context.subject);
  const serialize = serializeByKey();
  // Rows of one partition belong together: two connections of a user cannot be ended at the same time.
  const results = await mapInParallel(items, maxConcurrentRows, (item) =>
    serialize(item.pk?.S ?? "", () => treatItem(source.table, item, context)),
  );
  const after = last && { pk: last.pk?.S ?? "", sk: last.sk?.S ?? "" };
  return { cursor: { ...(after ? { after } : {}), isDone: after === undefined }, results: results.filter(isResult) };
}

const isResult = (found: SweepResult | undefined): found is SweepResult => found?.result !== undefined;

async function readPage({ table, partition, segment }: SweepSource, { after }: SweepCursor, subject: DeletionSubject) {
  const { ExpressionAttributeValues, ...filter } = chooseFilter(table, partition, subject);
  const page = {
    TableName: getTableName(table),
    ...filter,
    ...(rowsPerPage[table] ? { Limit: rowsPerPage[table] } : {}),
    ...(after ? { ExclusiveStartKey: { pk: { S: after.pk }, sk: { S: after.sk } } } : {}),
  };
  const { Items = [], LastEvaluatedKey } =
    partition === undefined
      ? await dynamo.send(
          new ScanCommand({ ...page, ExpressionAttributeValues, Segment: segment, TotalSegments: sweepSegments }),
        )
      : await dynamo.send(
          new QueryCommand({
            ...page,
            ConsistentRead: true,
            KeyConditionExpression: "pk = :partition",
            ExpressionAttributeValues: { ...ExpressionAttributeValues, ":partition": { S: partition } },
          }),
        );
  return { items: Items, last: LastEvaluatedKey };
}

/** All rows of an owner's partition are the owner's; the audit's are a whole tenant's. */
const chooseFilter = (table: SweptTable, partition: string | undefined, subject: DeletionSubject): SweepFilter =>
  partition === undefined || table === "audit" ? buildSweepFilter(table, subject) : {};

async function treatItem(table: SweptTable, item: Item, context: SweepContext): Promise<SweepResult | undefined> {
  if (table === "audit") {
    return (await pseudonymizeAuditRow(item, context)) ? { kind: "audit", result: "removed" } : undefined;
  }
  const row = identifyRow(item);
  if (row === undefined) return undefined;
  const treatment = rowTreatments[row.kind];
  if ("leftBecause" in treatment || !treatment.isSubjects(row, context.subject)) return undefined;
  const result = await treatment.treat(row, { ...context, table });
  // A channel's row may be read before that of its connection.
  return { kind: result === "ended" ? "connection" : row.kind, result };
}
