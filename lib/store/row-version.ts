import type { AttributeValue, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { Item } from "./table.ts";

/**
 * The version of the rows' shapes that this release writes. Rows without one are of 0.1.0, and as good as version 1. Additions leave
 * the version as it is, since readers ignore fields that they do not know. Raise it for a change that an earlier release would misread,
 * and go on reading the versions before: a release that knows less then leaves such rows alone.
 */
export const rowVersion = 1;

const attribute = "schema";

/** Thrown for a row that a later release has written, in a shape that this one would misread. */
class RowVersionError extends Error {
  constructor(version: number) {
    super(`The row has version ${version}, and this release reads versions up to ${rowVersion}.`);
    this.name = "RowVersionError";
  }
}

/** Marks the rows that a request puts. Rows that an update changes keep what they have; those that it creates count as version 1. */
export function markRows<T extends object>(input: T): T {
  if ("Item" in input) return { ...input, Item: markRow(input.Item as Item) };
  if (!("TransactItems" in input)) return input;
  const writes = input.TransactItems as readonly TransactWriteItem[];
  const TransactItems = writes.map(({ Put, ...write }) =>
    Put === undefined ? write : { ...write, Put: { ...Put, Item: markRow(Put.Item) } },
  );
  return { ...input, TransactItems };
}

const markRow = (item: Item | undefined): Record<string, AttributeValue> => ({
  ...item,
  [attribute]: { N: String(rowVersion) },
});

/** Takes the version off a row. @throws RowVersionError for a row that this release would misread */
export function takeVersion(item: Item): Item {
  const { [attribute]: version, ...row } = item;
  const found = Number(version?.N ?? 1);
  if (found > rowVersion) throw new RowVersionError(found);
  return row;
}
