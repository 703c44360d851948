// What DynamoDB bills on demand, in its units. Sizes and rules:
// docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html and read-write-operations.html
import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export type StoredItem = Readonly<Record<string, AttributeValue>>;

export interface Units {
  readonly write: number;
  readonly read: number;
}

/** An index as far as its price goes: the attributes of its key, and those that it holds. */
export interface PricedIndex {
  readonly keys: readonly string[];
  /** "all", or their names. Keys are always held. */
  readonly holds: "all" | readonly string[];
}

const writeUnitBytes = 1024;
const readUnitBytes = 4096;

/** Bytes of an item: names and values. */
export const measureItem = (item: StoredItem): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + measureValue(value), 0);

function measureValue({ S, N, B, BOOL, NULL, L, M, SS, NS }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return measureNumber(N);
  // The SDK gives bytes, the protocol base64.
  if (B !== undefined) return typeof B === "string" ? Buffer.from(B, "base64").length : B.length;
  if (BOOL !== undefined || NULL !== undefined) return 1;
  if (L !== undefined) return 3 + L.reduce((sum, value) => sum + 1 + measureValue(value), 0);
  if (M !== undefined) return 3 + Object.keys(M).length + measureItem(M);
  if (SS !== undefined) return SS.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return (NS ?? []).reduce((sum, number) => sum + measureNumber(number), 0);
}

/** Two significant digits take a byte, and one more for all of them. */
const measureNumber = (text: string): number =>
  Math.ceil(text.replace(/^-|\.|^0+|0+$/g, "").length / 2) + 1 + (text.startsWith("-") ? 1 : 0);

const toWriteUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / writeUnitBytes));

/**
 * The write units of one item, with those of its table's indexes. An item is billed by the larger of its sizes before and after.
 * @param before undefined for a new item @param after undefined for one that is deleted
 */
export function countWriteUnits(
  before: StoredItem | undefined,
  after: StoredItem | undefined,
  indexes: readonly PricedIndex[],
  isTransaction: boolean,
): number {
  const own = toWriteUnits(Math.max(measureItem(before ?? {}), measureItem(after ?? {})));
  const inIndexes = indexes.map((index) => countIndexUnits(project(before, index), project(after, index), index));
  return own * (isTransaction ? 2 : 1) + inIndexes.reduce((sum, units) => sum + units, 0);
}

/** An entry whose key changes is deleted and put; one that stays as it is costs nothing. */
function countIndexUnits(before: StoredItem | undefined, after: StoredItem | undefined, { keys }: PricedIndex): number {
  if (JSON.stringify(before) === JSON.stringify(after)) return 0;
  const sizes = [before, after].filter((entry) => entry !== undefined).map(measureItem);
  const isMoved = before && after && keys.some((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  if (isMoved) return sizes.reduce((sum, bytes) => sum + toWriteUnits(bytes), 0);
  return toWriteUnits(Math.max(0, ...sizes));
}

/** An item's entry in an index; none unless it has all of its key. */
function project(item: StoredItem | undefined, { keys, holds }: PricedIndex): StoredItem | undefined {
  if (item === undefined || !keys.every((key) => item[key])) return undefined;
  if (holds === "all") return item;
  const names = new Set(["pk", "sk", ...keys, ...holds]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

/** The read units of items that are read together, as a query does. Nothing found costs as much as the least. */
export const countReadUnits = (bytes: number, isConsistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / readUnitBytes)) * (isConsistent ? 1 : 0.5);
