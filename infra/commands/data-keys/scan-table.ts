import { ScanCommand } from "@aws-sdk/client-dynamodb";
import type { Item } from "../../../lib/store/table.ts";
import type { KeyAdministration, SealedTable } from "./administration.ts";

/** So long nothing is printed while a large table is read. */
const progressIntervalMs = 5000;

/**
 * Reads a whole table, consistently, a page at a time, and prints how far it is on long work.
 * @param describe what was done with the rows so far
 */
export async function* scanTable(
  { client, tables, now, print }: KeyAdministration,
  table: SealedTable,
  describe: () => string = () => "",
): AsyncGenerator<readonly Item[]> {
  let ExclusiveStartKey: Item | undefined;
  let [rows, printedAt] = [0, now()];
  do {
    const scan = new ScanCommand({ TableName: tables[table], ConsistentRead: true, ExclusiveStartKey });
    const { Items = [], LastEvaluatedKey } = await client.send(scan);
    rows += Items.length;
    yield Items;
    if (now() - printedAt >= progressIntervalMs) {
      print(`… ${rows} rows of ${table}${describe()}`);
      printedAt = now();
    }
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}
