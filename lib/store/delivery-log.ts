// Queries the delivery log by its index, hour by hour from the newest; it never scans.
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { type LoggedDelivery, loggedDelivery } from "./deliveries.ts";
import { type DeliveryStatus, deliveryStatuses } from "./delivery-outcome.ts";
import { dynamo } from "./dynamo.ts";
import { parseReadableItems } from "./item.ts";
import { logIndex, logPartition, logShards } from "./table.ts";

export interface LogQuery {
  readonly provider: string;
  readonly status?: DeliveryStatus | undefined;
  /** The provider's name for what happened. */
  readonly kind?: string | undefined;
  /** `from` is inclusive, `to` exclusive. */
  readonly from: Date;
  readonly to: Date;
  readonly tenant?: string | undefined;
  readonly unreplayed?: boolean;
  readonly limit: number;
  /** `next` of the previous page. */
  readonly before?: string | undefined;
}

export interface LogPage {
  readonly found: readonly LoggedDelivery[];
  /** `before` of the next page; undefined at the end. A short or empty page can still have a next one. */
  readonly next: string | undefined;
}

const hourMs = 3_600_000;
/** Limit of queries per page: a week without deliveries would need a thousand. */
const maxQueries = 240;

/** A position in the log: a time, optionally with the delivery's id. */
export const logPositionPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z(#[\w-]{1,64})?$/;

/** Reads one page of the delivery log, newest first, without unreadable rows. */
export async function queryLog(query: LogQuery): Promise<LogPage> {
  const from = query.from.toISOString();
  const to = query.to.toISOString();
  const statuses = query.status ? [query.status] : deliveryStatuses;
  const perHour = statuses.length * logShards;
  const found: PlacedRow[] = [];
  let before = query.before !== undefined && query.before < to ? query.before : to;
  for (let queries = 0; before > from && queries < maxQueries && found.length < query.limit; queries += perHour) {
    const read = await readHour(query, statuses, from, before);
    found.push(...read.found);
    before = read.readTo;
  }
  const page = found.slice(0, query.limit);
  const rest = found.length > page.length ? page.at(-1)?.at : before;
  return { found: page.map(({ row }) => row), next: rest !== undefined && rest > from ? rest : undefined };
}

interface PlacedRow {
  readonly at: string;
  readonly row: LoggedDelivery;
}

/** Reads rows before a position, within its hour, newest first. It ends at `readTo`, up to which every partition was read. */
async function readHour(query: LogQuery, statuses: readonly DeliveryStatus[], from: string, before: string) {
  const time = Date.parse(before.split("#", 1)[0] ?? "");
  // A time without an id is exclusive, so a full hour belongs to the hour before.
  const start = new Date(Math.floor((before.includes("#") ? time : time - 1) / hourMs) * hourMs).toISOString();
  const span = { start, low: start > from ? start : from, before };
  const shards = Array.from({ length: logShards }, (_, shard) => shard);
  const pages = await Promise.all(
    statuses.flatMap((status) => shards.map((shard) => readPartition(query, status, shard, span))),
  );
  const readTo = pages.map((page) => page.readTo).reduce((a, b) => (a > b ? a : b), span.low);
  const found = pages.flatMap((page) => page.found).filter(({ at }) => at >= readTo);
  return { found: found.sort((a, b) => (a.at < b.at ? 1 : -1)), readTo };
}

interface Span {
  readonly start: string;
  readonly low: string;
  readonly before: string;
}

async function readPartition(query: LogQuery, status: DeliveryStatus, shard: number, { start, low, before }: Span) {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  const filter = filterConditions(query);
  const { Items = [], LastEvaluatedKey } = await dynamo.send(
    new QueryCommand({
      TableName,
      IndexName: logIndex,
      ScanIndexForward: false,
      // One more, since `BETWEEN` includes the position `before`, which is left out below.
      Limit: query.limit + 1,
      KeyConditionExpression: "#log = :log AND #at BETWEEN :low AND :before",
      ...(filter.length > 0 && { FilterExpression: filter.join(" AND ") }),
      ExpressionAttributeNames: { "#log": "log", "#at": "at", ...(query.kind !== undefined && { "#kind": "kind" }) },
      ExpressionAttributeValues: {
        ":log": { S: logPartition(query.provider, status, start.split(":", 1)[0] ?? "", shard) },
        ":low": { S: low },
        ":before": { S: before },
        ...(query.tenant !== undefined && { ":tenant": { S: query.tenant } }),
        ...(query.kind !== undefined && { ":kind": { S: query.kind } }),
      },
    }),
  );
  const found = Items.flatMap((item): PlacedRow[] =>
    parseReadableItems(loggedDelivery, [item], "delivery").map((row) => ({ at: item.at?.S ?? "", row })),
  );
  return { found: found.filter(({ at }) => at < before), readTo: LastEvaluatedKey?.at?.S ?? low };
}

const filterConditions = ({ tenant, kind, unreplayed }: LogQuery) => [
  ...(tenant === undefined ? [] : ["contains(tenants, :tenant)"]),
  ...(kind === undefined ? [] : ["#kind = :kind"]),
  ...(unreplayed ? ["attribute_not_exists(replayedAt)"] : []),
];
