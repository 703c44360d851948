// Tables in memory behind the fake AWS: enough of DynamoDB for connectors, connections, kept answers and claims.
import { type AwsStandIn, awsError } from "../../support/aws-stand-in.ts";
import { json, type Play } from "../../support/test-server.ts";

type Value = Readonly<Record<string, unknown>>;
export type Row = Record<string, Value>;

interface Write {
  readonly TableName: string;
  readonly Item?: Row;
  readonly Key?: Row;
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Row;
}

export interface MemoryTables {
  readonly rows: Map<string, Row>;
  /** All rows whose partition key begins so. */
  list(partition: string): Row[];
  put(row: Row): void;
}

const getName = ({ pk, sk }: Row) => `${pk?.S} | ${sk?.S}`;

/** Answers the calls of an AWS stand-in from tables in memory. */
export function useMemoryTables(aws: AwsStandIn): MemoryTables {
  const rows = new Map<string, Row>();
  const find = (key: Row | undefined) => key && rows.get(getName(key));
  const write = (of: Write): boolean => {
    const at = of.Item ?? of.Key ?? {};
    const before = rows.get(getName(at));
    if (!fulfils(of, before)) return false;
    rows.set(getName(at), of.Item ?? { ...before, ...of.Key, ...readSets(of) });
    return true;
  };
  const refuse = (key: Row): Play =>
    json({ __type: "ConditionalCheckFailedException", message: "", Item: find(key) }, 400);
  aws.on("GetItem", ({ Key }) => json({ Item: find(Key as Row) }));
  aws.on("BatchGetItem", ({ RequestItems }) => {
    const asked = Object.entries(RequestItems as Record<string, { Keys: Row[] }>);
    return json({
      Responses: Object.fromEntries(asked.map(([table, { Keys }]) => [table, Keys.flatMap((key) => find(key) ?? [])])),
    });
  });
  aws.on("Query", ({ ExpressionAttributeValues }) => {
    const { ":pk": pk, ":sk": prefix, ":first": first, ":last": last } = ExpressionAttributeValues as Row;
    const inRange = ({ sk }: Row) =>
      String(sk?.S).startsWith(String(prefix?.S ?? "")) &&
      (first === undefined || (String(sk?.S) >= String(first.S) && String(sk?.S) <= String(last?.S)));
    return json({ Items: [...rows.values()].filter((row) => row.pk?.S === pk?.S && inRange(row)) });
  });
  aws.on("PutItem", (input) => (write(input as unknown as Write) ? json({}) : refuse(input.Item as Row)));
  aws.on("UpdateItem", (input) => {
    const update = input as unknown as Write;
    return write(update) ? json({ Attributes: { ...find(update.Key), used: { N: "1" } } }) : refuse(update.Key ?? {});
  });
  aws.on("TransactWriteItems", ({ TransactItems }) => {
    const writes = (TransactItems as Record<string, Write>[]).flatMap((one) => Object.values(one));
    const isHeld = writes.every((of) => fulfils(of, find(of.Item ?? of.Key)));
    if (isHeld) return writes.every(write) ? json({}) : awsError("InternalServerError", 500);
    return json(
      { __type: "TransactionCanceledException", CancellationReasons: [{ Code: "ConditionalCheckFailed" }] },
      400,
    );
  });
  return {
    rows,
    list: (partition) => [...rows.values()].filter(({ pk }) => String(pk?.S).startsWith(partition)),
    put: (row) => void rows.set(getName(row), row),
  };
}

/** Evaluates the few conditions that the code under test sets. */
function fulfils(
  { ConditionExpression: condition = "", ExpressionAttributeValues: values = {} }: Write,
  before: Row | undefined,
): boolean {
  if (condition.startsWith("attribute_not_exists(pk) OR"))
    return before === undefined || Number(before.expiresAt?.N) <= Number(values[":now"]?.N);
  if (condition.startsWith("attribute_not_exists(pk)")) return before === undefined;
  if (condition.startsWith("attribute_exists(pk)")) return before !== undefined;
  if (condition === "#version = :version") return before?.version?.S === values[":version"]?.S;
  if (condition === "#claim = :mine") return before?.claim?.S === values[":mine"]?.S;
  return true;
}

function readSets({
  UpdateExpression = "",
  ExpressionAttributeNames: names = {},
  ExpressionAttributeValues: values = {},
}: Write): Row {
  const sets = [...UpdateExpression.matchAll(/([#\w]+) = (:\w+)/g)];
  return Object.fromEntries(
    sets.flatMap(([, name = "", value = ""]) => {
      const set = values[value];
      return set === undefined ? [] : [[names[name] ?? name, set]];
    }),
  );
}
