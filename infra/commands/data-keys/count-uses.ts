import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "../../../lib/store/table.ts";
import { formatKeyId } from "../../../lib/vault/key-id.ts";
import { parseRecord } from "../../../lib/vault/record.ts";
import { type KeyAdministration, sealedTables } from "./administration.ts";
import { scanTable } from "./scan-table.ts";

/**
 * How many sealed values each data key has, by its id. Every binary attribute of every row is looked at, so that no kind of row can
 * be forgotten.
 */
export async function countUses(administration: KeyAdministration): Promise<ReadonlyMap<string, number>> {
  const uses = new Map<string, number>();
  for (const table of sealedTables)
    for await (const items of scanTable(administration, table))
      for (const id of items.flatMap(listKeyIds)) uses.set(id, (uses.get(id) ?? 0) + 1);
  return uses;
}

/** The ids of the data keys that an item's values are sealed under, one for each value. */
export const listKeyIds = (item: Item): string[] => Object.values(item).flatMap(listKeyIdsInValue);

function listKeyIdsInValue(value: AttributeValue): string[] {
  if (value.M !== undefined) return listKeyIds(value.M);
  if (value.L !== undefined) return value.L.flatMap(listKeyIdsInValue);
  return [...(value.B === undefined ? [] : [value.B]), ...(value.BS ?? [])].flatMap((bytes) => {
    const record = parseRecord(bytes);
    return record === undefined ? [] : [formatKeyId(record.keyId)];
  });
}
