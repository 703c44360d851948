// Rows say the version of their shape, so that a release leaves alone what it would misread.
import { PutItemCommand, TransactWriteItemsCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeEach, describe, expect, it, test } from "vitest";
import * as z from "zod";
import { tableNames } from "../../infra/names.ts";
import { recordedRows } from "../compatibility/support/recorded.ts";
import { logged } from "../http/lambda-environment.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
const { dynamo } = await import("../../lib/store/dynamo.ts");
const { fromItem, parseReadableItems, toItem } = await import("../../lib/store/item.ts");
const { rowVersion } = await import("../../lib/store/row-version.ts");

beforeEach(() => {
  aws.forget();
  logged.length = 0;
  for (const operation of ["PutItem", "UpdateItem", "TransactWriteItems"]) aws.on(operation, () => json({}));
});

const Item = { pk: { S: "a" }, sk: { S: "-" } };
const marked = { ...Item, schema: { N: String(rowVersion) } };

describe("a row is written with the version of its shape", () => {
  it("by itself", async () => {
    await dynamo.send(new PutItemCommand({ TableName: "t", Item }));
    expect(aws.calls[0]?.input).toEqual({ TableName: "t", Item: marked });
  });

  it("in a transaction, where what updates, deletes and checks stays as it is", async () => {
    const Update = { TableName: "t", Key: Item, UpdateExpression: "SET x = :x" };
    const Delete = { TableName: "t", Key: Item };
    const ConditionCheck = { ...Delete, ConditionExpression: "attribute_exists(pk)" };
    const others = [{ Update }, { Delete }, { ConditionCheck }];
    const Put = { TableName: "t", Item, ConditionExpression: "attribute_not_exists(pk)" };
    await dynamo.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }, ...others] }));
    expect(aws.calls[0]?.input.TransactItems).toEqual([{ Put: { ...Put, Item: marked } }, ...others]);
  });

  it("and keeps it when it is updated", async () => {
    const update = { TableName: "t", Key: Item, UpdateExpression: "SET x = :x" };
    await dynamo.send(new UpdateItemCommand(update));
    expect(aws.calls[0]?.input).toEqual(update);
  });
});

const shape = z.looseObject({ title: z.string() });
const buildRow = (version?: number) => toItem({ title: "hello", schema: version });

test.each([
  ["of 0.1.0, which has none,", buildRow()],
  ["of this release", buildRow(rowVersion)],
])("a row %s is read, without the version", (_, item) => {
  expect(fromItem(shape, item)).toEqual({ title: "hello" });
});

test("a row of a later version is refused, and does not hide the others of a list", () => {
  const later = buildRow(rowVersion + 1);
  expect(() => fromItem(shape, later)).toThrow(`The row has version ${rowVersion + 1}`);
  expect(parseReadableItems(shape, [later, buildRow()], "example")).toEqual([{ title: "hello" }]);
  expect(logged.filter((line) => line.includes('"RowUnreadable":1'))).toHaveLength(1);
});

test("no row of 0.1.0 has a field of that name", () => {
  const rows = tableNames.flatMap((table) => recordedRows(table));
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter((row) => "schema" in row)).toEqual([]);
});
