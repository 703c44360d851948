// The recorded rows behind DynamoDB's own protocol, so that the stores read them with the client they use.
import "../../http/lambda-environment.ts";
import { z } from "zod";
import { type TableName, tableNames } from "../../../infra/names.ts";
import { type AwsStandIn, startAwsStandIn } from "../../support/aws-stand-in.ts";
import { json } from "../../support/test-server.ts";
import { type RecordedRow, recordedRows } from "./recorded.ts";

const scalar = z.union([z.object({ S: z.string() }), z.object({ N: z.string() })]);
type Scalar = z.output<typeof scalar>;

const request = z.looseObject({
  TableName: z.enum(tableNames),
  Key: z.looseObject({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) }).optional(),
  Item: z.looseObject({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) }).optional(),
  KeyConditionExpression: z.string().default(""),
  ConditionExpression: z.string().default(""),
  ExpressionAttributeNames: z.record(z.string(), z.string()).default({}),
  ExpressionAttributeValues: z.record(z.string(), z.looseObject({})).default({}),
  ScanIndexForward: z.boolean().default(true),
  Limit: z.number().optional(),
});
type Request = z.output<typeof request>;

/** Tables that hold what was recorded, and nothing that is written to them. A row under a condition counts as taken. */
export async function recordedTables(): Promise<AwsStandIn> {
  const aws = await startAwsStandIn();
  const rows = Object.fromEntries(tableNames.map((name) => [name, recordedRows(name)]));
  const find = ({ TableName, Key, Item }: Request): RecordedRow | undefined => {
    const { pk, sk } = Key ?? Item ?? {};
    return rows[TableName]?.find((row) => row.pk.S === pk?.S && row.sk.S === sk?.S);
  };
  aws.on("GetItem", (input) => json({ Item: find(request.parse(input)) }));
  aws.on("Query", (input) => {
    const asked = request.parse(input);
    const found = (rows[asked.TableName] ?? []).filter((row) => meets(row, asked.KeyConditionExpression, asked));
    const sorted = asked.ScanIndexForward ? found : found.reverse();
    return json({ Items: sorted.slice(0, asked.Limit) });
  });
  for (const operation of ["DeleteItem", "UpdateItem"])
    aws.on(operation, (input) => {
      const asked = request.parse(input);
      const row = find(asked);
      return row && meets(row, asked.ConditionExpression, asked) ? json({ Attributes: row }) : toRefusal(row);
    });
  aws.on("PutItem", (input) => toRefusal(find(request.parse(input))));
  Object.assign(process.env, Object.fromEntries(tableNames.map((name) => [getVariable(name), name])));
  return aws;
}

const getVariable = (name: TableName): string => `${name.toUpperCase()}_TABLE`;

const toRefusal = (Item: RecordedRow | undefined) =>
  json({ __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", Item }, 400);

/** The conditions that the stores use: parts joined by AND, each an equation, a beginning, a span or a choice of two. */
function meets(row: RecordedRow, condition: string, asked: Request): boolean {
  const getAttribute = (name = ""): string => getText(asked.ExpressionAttributeValues[name]);
  const getField = (name = ""): string => getText(row[asked.ExpressionAttributeNames[name] ?? name]);
  const parts = condition.split(/ AND (?!:\w+(?:$| AND))/);
  return parts.every((part) => {
    const [, one, other] = /^\((.+) OR (.+)\)$/.exec(part) ?? [];
    if (one && other) return meets(row, one, asked) || meets(row, other, asked);
    const [, begins, prefix] = /^begins_with\(([#\w]+), (:\w+)\)$/.exec(part) ?? [];
    if (begins) return getField(begins).startsWith(getAttribute(prefix));
    const [, spanned, low, high] = /^([#\w]+) BETWEEN (:\w+) AND (:\w+)$/.exec(part) ?? [];
    if (spanned) return getField(spanned) >= getAttribute(low) && getField(spanned) <= getAttribute(high);
    const [, equal, value] = /^([#\w]+) = (:\w+)$/.exec(part) ?? [];
    if (equal === undefined) throw new Error(`A condition that is not understood: ${part}`);
    return getField(equal) === getAttribute(value);
  });
}

function getText(value: unknown): string {
  const read = scalar.safeParse(value);
  return read.success ? (Object.values(read.data satisfies Scalar)[0] ?? "") : "";
}
