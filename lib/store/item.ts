// Converts between objects and DynamoDB items.
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type * as z from "zod";
import type { Item } from "./table.ts";

export function toItem(record: object): Item {
  return marshall(record, { removeUndefinedValues: true, convertClassInstanceToMap: true });
}

/** Parses an item. @throws ZodError for a row that does not match the schema */
export function fromItem<S extends z.ZodType>(schema: S, item: Item): z.output<S> {
  return schema.parse(unmarshall(item));
}

/** Builds an update expression: `SET` for every field with a value, `REMOVE` for every undefined one. */
export function updateExpression(record: Readonly<Record<string, unknown>>) {
  const names = Object.keys(record);
  const set = names.filter((name) => record[name] !== undefined);
  const remove = names.filter((name) => record[name] === undefined);
  const parts = [
    set.length > 0 ? `SET ${set.map((name) => `#${name} = :${name}`).join(", ")}` : "",
    remove.length > 0 ? `REMOVE ${remove.map((name) => `#${name}`).join(", ")}` : "",
  ];
  return {
    UpdateExpression: parts.filter(Boolean).join(" "),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: toItem(Object.fromEntries(set.map((name) => [`:${name}`, record[name]]))),
  };
}
