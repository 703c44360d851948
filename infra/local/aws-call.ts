import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { CountedUnits } from "./unit-counter.ts";

/** One AWS call of a Lambda, recorded by the spy. */
export interface AwsCall {
  /** The signing name: dynamodb, kms, sqs, ssm, secretsmanager, execute-api. */
  readonly service: string;
  /** GetItem, GenerateDataKey, … */
  readonly operation: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Whether the client had sent this call before: it repeats one after a timeout or a transient error. */
  readonly isRepeated?: true;
  /** The calling function, if its user agent names it. */
  readonly lambda?: string;
  /** DynamoDB only: the table. */
  readonly table?: string;
  /** DynamoDB only: the partition keys read or written. */
  readonly keys?: readonly string[];
  /** DynamoDB only: the attributes that the call's expressions name, such as `tokens`. */
  readonly attributes?: readonly string[];
  /** DynamoDB only, and only while they are counted. */
  readonly units?: CountedUnits;
}

/** Reads service, operation and keys from a signed AWS request (JSON and query protocols). */
export function readAwsCall(headers: IncomingMessage["headers"], body: Buffer, at = Date.now()): AwsCall {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? "")?.[1] ?? "unknown";
  const target = String(headers["x-amz-target"] ?? "");
  const named = target.split(".").at(-1) || new URLSearchParams(body.toString()).get("Action");
  // REST calls do not name their operation. Those to open sockets all need the same permission.
  const operation = named || (service === "execute-api" ? "ManageConnections" : "unknown");
  // Powertools appends its own name to the application's.
  const lambda = /\bapp\/(\S+?)(-PT-\S*)?(\s|$)/.exec(String(headers["user-agent"] ?? ""))?.[1];
  return {
    service,
    operation,
    at,
    ...(lambda && { lambda }),
    ...(service === "dynamodb" && readItems(body)),
  };
}

const attributesSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
const singleSchema = z.looseObject({
  TableName: z.string().optional(),
  Key: attributesSchema.optional(),
  Item: attributesSchema.optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: attributesSchema.optional(),
});
const requestSchema = singleSchema.extend({
  TransactItems: z.array(z.record(z.string(), singleSchema)).optional(),
  RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(attributesSchema).optional() })).optional(),
});

function readItems(body: Buffer): Pick<AwsCall, "table" | "keys" | "attributes"> {
  const parsed = requestSchema.safeParse(JSON.parse(body.toString() || "{}"));
  if (!parsed.success) return {};
  const { TransactItems = [], RequestItems = {}, ...alone } = parsed.data;
  const items = [alone, ...TransactItems.flatMap(Object.values)];
  const batched = Object.values(RequestItems).flatMap(({ Keys = [] }) => Keys.map((key) => key.pk));
  const keys = [...items.map(readPartitionKey), ...batched]
    .map((value) => value?.S)
    .filter((key) => typeof key === "string");
  const table = items.map(({ TableName }) => TableName).find(Boolean) ?? Object.keys(RequestItems)[0];
  const attributes = items.flatMap(({ ExpressionAttributeNames = {} }) => Object.values(ExpressionAttributeNames));
  return {
    ...(table && { table }),
    ...(keys.length > 0 && { keys }),
    ...(attributes.length > 0 && { attributes }),
  };
}

/** A query has its partition key among the values: the first string with a `#`. */
function readPartitionKey({ Key, Item, ExpressionAttributeValues = {} }: z.output<typeof singleSchema>) {
  const named = Key?.pk ?? Item?.pk;
  return named ?? Object.values(ExpressionAttributeValues).find(({ S }) => typeof S === "string" && S.includes("#"));
}
