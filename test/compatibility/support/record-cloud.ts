// All that the story leaves in tables, on queues and in people's hands, as the fixtures' files hold it.
import { type AttributeValue, ScanCommand } from "@aws-sdk/client-dynamodb";
import { type TableName, tableNames } from "../../../infra/names.ts";
import { providerIds } from "../../../lib/provider-ids.ts";
import { toBucket } from "../../../lib/vault/key-id.ts";
import { parseRecord } from "../../../lib/vault/record.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import { plantFixtureKey } from "./fixture-key.ts";
import { recordedBuckets, setKeyBuckets } from "./key-buckets.ts";
import { pollQueues } from "./queues-by-hand.ts";
import { people, tenant } from "./recording-people.ts";
import { tellStory } from "./recording-story.ts";

type Item = Readonly<Record<string, AttributeValue>>;

/** @returns the fixtures by their file's name */
export async function recordCloud(): Promise<Record<string, unknown>> {
  await plantKeys();
  await setKeyBuckets(recordedBuckets);
  await pollQueues(false);
  try {
    const recordedAt = Math.floor(Date.now() / 1000);
    const { messages, handedOut, finish } = await tellStory();
    const tables = await Promise.all(tableNames.map(async (name) => [name, await dump(name)] as const));
    const bodies = new Map(messages.map((message) => [JSON.stringify(message), message]));
    await finish();
    const used = new Set(tables.flatMap(([, rows]) => rows.flatMap(sealedUnder)));
    const files = tables.map(([name, rows]) => [name, rows.filter((row) => isNeeded(row, used)).map(readable)]);
    return { ...Object.fromEntries(files), messages: [...bodies.values()], "handed-out": { recordedAt, ...handedOut } };
  } finally {
    await pollQueues(true);
  }
}

/** In every bucket that the story's rows are sealed under. */
async function plantKeys(): Promise<void> {
  const owners = Object.values(people).map((user) => toBucket(tenant, user, recordedBuckets));
  const plan = [
    ...["connection", "pending", "cache"].map((purpose) => ({ purpose, buckets: owners })),
    { purpose: "delivery", buckets: [toBucket("-", "-", recordedBuckets)] },
  ];
  for (const { purpose, buckets } of plan) {
    for (const bucket of new Set(buckets)) {
      for (const provider of providerIds) await plantFixtureKey({ purpose, provider, bucket });
    }
  }
}

/** The partitions of the data keys that a row's values are sealed under. */
function sealedUnder(value: unknown): string[] {
  if (value instanceof Uint8Array) {
    const id = parseRecord(value)?.keyId;
    return id === undefined ? [] : [`key#${id.purpose}#${id.provider}#${id.bucket}`];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(sealedUnder) : [];
}

/** A planted key that nothing is sealed under says nothing. */
const isNeeded = ({ pk }: Item, used: ReadonlySet<string>) => pk?.S?.startsWith("key#") !== true || used.has(pk.S);

async function dump(table: TableName): Promise<Item[]> {
  const items: Item[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await dynamodb().send(
      new ScanCommand({ TableName: tableName(table), ConsistentRead: true, ExclusiveStartKey: from }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items.sort((a, b) => getTableName(a).localeCompare(getTableName(b)));
}

const getTableName = ({ pk, sk }: Item): string => `${pk?.S} ${sk?.S}`;

/** As DynamoDB's JSON shows it: bytes in base64. */
const readable = (item: Item): unknown =>
  JSON.parse(
    JSON.stringify(item, (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value)),
  );
