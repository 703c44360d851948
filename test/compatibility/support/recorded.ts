// What was recorded: the rows of each table, the messages of each queue, and what people were handed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { z } from "zod";
import type { TableName } from "../../../infra/names.ts";
import type { Item } from "../../../lib/store/table.ts";

/** A row as AWS's JSON shows it: bytes in base64. */
const row = z.looseObject({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) });
export type RecordedRow = z.output<typeof row>;

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../recorded/${name}.json`), "utf8"));

/** Rows of a table whose partition and sort keys begin so. */
export const recordedRows = (table: TableName, pk = "", sk = ""): RecordedRow[] =>
  z
    .array(row)
    .parse(read(table))
    .filter((found) => found.pk.S.startsWith(pk) && found.sk.S.startsWith(sk));

const bytes = z.strictObject({ B: z.string() });

/** A row as DynamoDB's client has it. */
export const toItem = (recorded: RecordedRow): Item => withBytes(recorded) as Item;

function withBytes(value: unknown): unknown {
  const found = bytes.safeParse(value);
  if (found.success) return { B: new Uint8Array(Buffer.from(found.data.B, "base64")) };
  if (Array.isArray(value)) return value.map(withBytes);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withBytes(inner)]));
}

/** The attributes of a row, without its key and its end. */
export function readFields(recorded: RecordedRow): Record<string, unknown> {
  const { pk: _pk, sk: _sk, ttl: _ttl, ...fields } = unmarshall(toItem(recorded));
  return fields;
}

const message = z.object({ queue: z.string(), body: z.string() });
export type RecordedMessage = z.output<typeof message>;

/** Messages of the queues whose name begins so, in the order in which they came. */
export const recordedMessages = (queue: string): RecordedMessage[] =>
  z
    .array(message)
    .parse(read("messages"))
    .filter((found) => found.queue.startsWith(queue));

const flow = z.object({ provider: z.string(), state: z.string() });

export const handedOut = z
  .object({
    recordedAt: z.number(),
    pageTokens: z.record(z.string(), z.string()),
    logPageToken: z.string(),
    activityPageToken: z.string(),
    flows: z.object({
      integrations: flow,
      renewal: flow,
      v1: z.object({ provider: z.string(), answer: z.object({ state: z.string() }) }),
      cookies: z.string(),
      handle: z.string(),
    }),
  })
  .parse(read("handed-out"));

/** Epoch seconds at which the recording had ended. */
export const recordedUntil = handedOut.recordedAt + 60;

export const owner = { tenant: "c#compat", user: "compat-ada" };
