// Counts the units of DynamoDB calls on their way to the emulator, which bills nothing: it looks at the items before and after.
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { z } from "zod";
import {
  countReadUnits,
  countWriteUnits,
  measureItem,
  type PricedIndex,
  type StoredItem,
  type Units,
} from "./dynamo-units.ts";

/** Sends a request of DynamoDB's JSON protocol, of our own. */
export type AskDynamo = (operation: string, input: object) => Promise<unknown>;

export interface CountedRow {
  /** The partition key's first part, such as `delivery`. */
  readonly kind: string;
  readonly bytes: number;
}

export interface CountedUnits extends Units {
  /** The rows that were written, as they are afterwards. */
  readonly rows: readonly CountedRow[];
}

const item = z.record(
  z.string(),
  z.custom<AttributeValue>((value) => typeof value === "object" && value !== null),
);
const target = z.looseObject({ TableName: z.string(), Item: item.optional(), Key: item.optional() });
const requestSchema = z.looseObject({
  TableName: z.string().optional(),
  Item: item.optional(),
  Key: item.optional(),
  ConsistentRead: z.boolean().optional(),
  TransactItems: z.array(z.record(z.string(), target)).optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
});
type DynamoRequest = z.output<typeof requestSchema>;

const answerSchema = z.looseObject({
  Item: item.optional(),
  Items: z.array(item).optional(),
  Responses: z.record(z.string(), z.array(item)).optional(),
});

interface Place {
  readonly TableName: string;
  readonly Key: StoredItem;
}

const writes = new Set(["PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"]);

export interface PreparedCount {
  /** @param answer the body of the emulator's answer */
  finish(answer: unknown): Promise<CountedUnits>;
}

/** Looks at what a request will change; `finish` then looks at what it has changed. */
export async function prepareCount(operation: string, body: unknown, ask: AskDynamo): Promise<PreparedCount> {
  const request = requestSchema.parse(body);
  if (!writes.has(operation)) return { finish: async (answer) => countRead(request, answerSchema.parse(answer)) };
  const places = listPlaces(request);
  const before = await Promise.all(places.map((place) => readItem(place, ask)));
  const isTransaction = operation === "TransactWriteItems";
  return {
    async finish() {
      const after = await Promise.all(places.map((place) => readItem(place, ask)));
      const indexes = await Promise.all(places.map(({ TableName }) => readIndexes(TableName, ask)));
      const units = places.map((_, at) => countWriteUnits(before[at], after[at], indexes[at] ?? [], isTransaction));
      const rows = after.flatMap((found) => (found ? [{ kind: readKind(found), bytes: measureItem(found) }] : []));
      return { write: units.reduce((sum, one) => sum + one, 0), read: 0, rows };
    },
  };
}

const listPlaces = ({ TableName = "", Item, Key, TransactItems = [] }: DynamoRequest): Place[] => {
  const alone = Item ?? Key;
  const together = TransactItems.flatMap((one) => Object.values(one));
  return [
    ...(alone ? [{ TableName, Key: toKey(alone) }] : []),
    ...together.map((one) => ({ TableName: one.TableName, Key: toKey(one.Item ?? one.Key ?? {}) })),
  ];
};

const toKey = ({ pk, sk }: StoredItem): StoredItem => ({ ...(pk && { pk }), ...(sk && { sk }) });

const readKind = ({ pk }: StoredItem): string => pk?.S?.split("#", 1)[0] ?? "";

async function readItem(place: Place, ask: AskDynamo): Promise<StoredItem | undefined> {
  return answerSchema.parse(await ask("GetItem", { ...place, ConsistentRead: true })).Item;
}

function countRead(
  { ConsistentRead = false }: DynamoRequest,
  { Item, Items, Responses }: z.output<typeof answerSchema>,
) {
  const batch = Object.values(Responses ?? {}).flat();
  // Items of a batch are rounded up one by one, those of a query together.
  const sizes = Responses
    ? batch.map(measureItem)
    : [[Item ?? {}, ...(Items ?? [])].map(measureItem).reduce((a, b) => a + b, 0)];
  return { write: 0, read: sizes.reduce((sum, bytes) => sum + countReadUnits(bytes, ConsistentRead), 0), rows: [] };
}

const tableSchema = z.object({
  Table: z.object({
    GlobalSecondaryIndexes: z
      .array(
        z.object({
          KeySchema: z.array(z.object({ AttributeName: z.string() })),
          Projection: z.object({
            ProjectionType: z.string().optional(),
            NonKeyAttributes: z.array(z.string()).optional(),
          }),
        }),
      )
      .optional(),
  }),
});

const knownIndexes = new Map<string, Promise<PricedIndex[]>>();

function readIndexes(TableName: string, ask: AskDynamo): Promise<PricedIndex[]> {
  const reading = knownIndexes.get(TableName) ?? loadIndexes(TableName, ask);
  knownIndexes.set(TableName, reading);
  return reading;
}

async function loadIndexes(TableName: string, ask: AskDynamo): Promise<PricedIndex[]> {
  const { Table } = tableSchema.parse(await ask("DescribeTable", { TableName }));
  return (Table.GlobalSecondaryIndexes ?? []).map(({ KeySchema, Projection }) => ({
    keys: KeySchema.map(({ AttributeName }) => AttributeName),
    holds: Projection.ProjectionType === "ALL" ? "all" : (Projection.NonKeyAttributes ?? []),
  }));
}
