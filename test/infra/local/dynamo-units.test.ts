import { expect, test } from "vitest";
import {
  countReadUnits,
  countWriteUnits,
  measureItem,
  type PricedIndex,
  type StoredItem,
} from "../../../infra/local/dynamo-units.ts";

const text = (bytes: number) => ({ S: "x".repeat(bytes) });
const key = { pk: text(6), sk: text(6) };

const sizes: readonly (readonly [what: string, item: StoredItem, bytes: number])[] = [
  ["text is as long as its UTF-8", { a: { S: "é✓" } }, 1 + 5],
  ["two digits take a byte, and a number one more", { n: { N: "1796039784281" } }, 1 + 7 + 1],
  ["zeros before and after count nothing", { n: { N: "100" } }, 1 + 1 + 1],
  ["a sign takes a byte", { n: { N: "-27" } }, 1 + 1 + 1 + 1],
  ["bytes in the protocol are base64", { b: { B: "AAAA" as unknown as Uint8Array } }, 1 + 3],
  [
    "a list takes three bytes and one for each member",
    { l: { L: [{ S: "ab" }, { BOOL: true }] } },
    1 + 3 + 1 + 2 + 1 + 1,
  ],
  ["a map too, and the names of its members", { m: { M: { ab: { NULL: true } } } }, 1 + 3 + 1 + 2 + 1],
];

test.each(sizes)("%s", (_, item, bytes) => {
  expect(measureItem(item)).toBe(bytes);
});

test.each([
  [undefined, { ...key, a: text(900) }, 1],
  [undefined, { ...key, a: text(1024) }, 2],
  [{ ...key, a: text(5000) }, { ...key, a: text(10) }, 5],
  [{ ...key, a: text(1500) }, undefined, 2],
])("a write costs the larger of an item's sizes before and after, by the kilobyte: %#", (before, after, units) => {
  expect(countWriteUnits(before, after, [], false)).toBe(units);
  expect(countWriteUnits(before, after, [], true)).toBe(2 * units);
});

const index: PricedIndex = { keys: ["log", "at"], holds: ["status"] };
const entry = { ...key, log: text(4), at: text(4), status: text(4), payload: text(3000) };

test.each([
  ["nothing, where an item has not all of its key", { ...key, log: text(4) }, { ...key, log: text(4), a: text(4) }, 0],
  ["one, where an item comes in", key, { ...key, log: text(4), at: text(4) }, 1],
  ["nothing, where only what it does not hold changes", entry, { ...entry, payload: text(3001) }, 0],
  ["one, where what it holds changes", entry, { ...entry, status: text(5) }, 1],
  ["two, where its key changes", entry, { ...entry, log: text(5) }, 2],
  ["one, where an item goes out", entry, { ...key, payload: text(3000) }, 1],
] as const)("an index costs %s", (_, before, after, units) => {
  const own = countWriteUnits(before, after, [], false);
  expect(countWriteUnits(before, after, [index], false) - own).toBe(units);
  // A transaction doubles the item and not its entries.
  expect(countWriteUnits(before, after, [index], true) - 2 * own).toBe(units);
});

test("a read costs by four kilobytes, half where it may be a moment old", () => {
  expect([0, 4096, 4097].map((bytes) => countReadUnits(bytes, true))).toEqual([1, 1, 2]);
  expect(countReadUnits(4097, false)).toBe(1);
});
