import type { IncomingMessage } from "node:http";
import { z } from "zod";

/** One AWS call of a Lambda, as the spy saw it. */
export interface AwsCall {
  /** The signing name: dynamodb, kms, sqs, ssm, secretsmanager, execute-api. */
  readonly service: string;
  /** GetItem, GenerateDataKey, … */
  readonly operation: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Sent once more by the client, which had no answer in time or a passing error. */
  readonly isRepeated?: true;
  /** The function that called, where its user agent says so. */
  readonly lambda?: string;
  /** DynamoDB: the table, and the partition keys read or written. */
  readonly table?: string;
  readonly keys?: readonly string[];
}

/** Reads service, operation and keys off a signed AWS request (JSON and query protocols). */
export function readAwsCall(headers: IncomingMessage["headers"], body: Buffer, at = Date.now()): AwsCall {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? "")?.[1] ?? "unknown";
  const target = String(headers["x-amz-target"] ?? "");
  const named = target.split(".").at(-1) || new URLSearchParams(body.toString()).get("Action");
  // REST calls name nothing; those to open sockets all need the one permission.
  const operation = named || (service === "execute-api" ? "ManageConnections" : "unknown");
  // Powertools appends its own name to that of the application.
  const lambda = /\bapp\/(\S+?)(-PT-\S*)?(\s|$)/.exec(String(headers["user-agent"] ?? ""))?.[1];
  return {
    service,
    operation,
    at,
    ...(/attempt=(?!1;)/.test(String(headers["amz-sdk-request"])) && { isRepeated: true as const }),
    ...(lambda && { lambda }),
    ...(service === "dynamodb" && readItems(body)),
  };
}

const attributesSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
const singleSchema = z.looseObject({
  TableName: z.string().optional(),
  Key: attributesSchema.optional(),
  Item: attributesSchema.optional(),
  ExpressionAttributeValues: attributesSchema.optional(),
});
const requestSchema = singleSchema.extend({
  TransactItems: z.array(z.record(z.string(), singleSchema)).optional(),
  RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(attributesSchema).optional() })).optional(),
});

function readItems(body: Buffer): Pick<AwsCall, "table" | "keys"> {
  const parsed = requestSchema.safeParse(JSON.parse(body.toString() || "{}"));
  if (!parsed.success) return {};
  const { TransactItems = [], RequestItems = {}, ...alone } = parsed.data;
  const items = [alone, ...TransactItems.flatMap(Object.values)];
  const batched = Object.values(RequestItems).flatMap(({ Keys = [] }) => Keys.map((key) => key.pk));
  const keys = [...items.map(readPartitionKey), ...batched]
    .map((value) => value?.S)
    .filter((key) => typeof key === "string");
  const table = items.map(({ TableName }) => TableName).find(Boolean) ?? Object.keys(RequestItems)[0];
  return { ...(table && { table }), ...(keys.length > 0 && { keys }) };
}

/** A query names its partition in a value: the first string with a component mark is it. */
function readPartitionKey({ Key, Item, ExpressionAttributeValues = {} }: z.output<typeof singleSchema>) {
  const named = Key?.pk ?? Item?.pk;
  return named ?? Object.values(ExpressionAttributeValues).find(({ S }) => typeof S === "string" && S.includes("#"));
}
