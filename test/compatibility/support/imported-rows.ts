// Puts what was recorded into the cloud under test, as if its tables had been written by the earlier code a moment ago.
import { type AttributeValue, DeleteItemCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { type TableName, tableNames } from "../../../infra/names.ts";
import type { Item } from "../../../lib/store/table.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import { cloud } from "../../support/cloud.ts";
import { plantFixtureKey } from "./fixture-key.ts";
import { type RecordedRow, recordedRows, recordedUntil, toItem } from "./recorded.ts";

/** What was recorded, as the clock of the test has it: nothing has expired meanwhile, whenever that is. */
export async function importRows(isWanted: (row: RecordedRow, table: TableName) => boolean): Promise<void> {
  for (const { pk } of recordedRows("connections", "key#")) {
    const [, purpose = "", provider = "", bucket] = pk.S.split("#");
    await plantFixtureKey({ purpose, provider, bucket: Number(bucket) });
  }
  for (const table of tableNames) {
    const rows = recordedRows(table).filter((row) => !row.pk.S.startsWith("key#") && isWanted(row, table));
    await Promise.all(rows.map((row) => put(table, toItem(row))));
  }
}

/** Puts one row, its times moved like those of the others. */
export async function put(table: TableName, item: Item): Promise<void> {
  const Item = moveRow(item, Math.floor(Date.now() / 1000) - recordedUntil);
  await dynamodb().send(new PutItemCommand({ TableName: tableName(table), Item }));
}

/** Only what says until when something is good. Other times are part of what was written, such as the version of a consent. */
const ends = new Set(["expiresAt", "ttl", "until", "dueAt", "refreshNotBefore"]);
const recordingOrigin = "http://localhost:8400";

function moveRow(item: Item, seconds: number): Item {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, movedValue(name, value, seconds)]));
}

function movedValue(name: string, value: AttributeValue, seconds: number): AttributeValue {
  if (value.M !== undefined) return { M: moveRow(value.M, seconds) };
  if (value.S?.startsWith(recordingOrigin)) return { S: value.S.replace(recordingOrigin, cloud().origin) };
  if (value.N === undefined || !ends.has(name) || value.N === "0") return value;
  // Some are in milliseconds.
  const isLong = Number(value.N) > 1e12;
  return { N: String(Number(value.N) + seconds * (isLong ? 1000 : 1)) };
}

/** Removes everything of the recorded people: other tests share the sandbox's accounts with them. The data keys stay. */
export async function removeRows(): Promise<void> {
  const receipts = new Set(recordedRows("deliveries").map(({ pk }) => pk.S));
  for (const table of tableNames) {
    const TableName = tableName(table);
    const { Items = [] } = await dynamodb().send(new ScanCommand({ TableName, ConsistentRead: true }));
    const ours = Items.filter(({ pk, sk, user }) => {
      const isOfOurs = [pk, sk, user].some((value) =>
        /(^|#)(compat-(ada|ben|cleo|dan|admin)|c%23compat)(#|$)/.test(value?.S ?? ""),
      );
      return isOfOurs || receipts.has(pk?.S ?? "");
    });
    for (const { pk, sk } of ours) {
      await dynamodb().send(new DeleteItemCommand({ TableName, Key: { pk: pk ?? { S: "" }, sk: sk ?? { S: "" } } }));
    }
  }
}
