// Converts between objects and DynamoDB items.
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type * as z from "zod";
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import { takeVersion } from "./row-version.ts";
import type { Item } from "./table.ts";

export function toItem(record: object): Item {
  return marshall(record, { removeUndefinedValues: true, convertClassInstanceToMap: true });
}

/** Parses an item. @throws ZodError for a row that does not match the schema, RowVersionError for one of a later version */
export function fromItem<S extends z.ZodType>(schema: S, item: Item): z.output<S> {
  return schema.parse(unmarshall(takeVersion(item)));
}

/**
 * Parses rows of a list. Unreadable ones, such as those of a later version, are left out and counted for an alarm: they must not
 * hide the others.
 * @param kind what the rows are, for the log
 */
export function parseReadableItems<S extends z.ZodType>(
  schema: S,
  items: readonly Item[],
  kind: string,
): z.output<S>[] {
  return items.flatMap((item) => {
    try {
      return [fromItem(schema, item)];
    } catch (error) {
      count("RowUnreadable");
      log.error("a row cannot be read", { kind, ...describeError(error) });
      return [];
    }
  });
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
