import { expect, test } from "vitest";
import { readOptions } from "./options.ts";

const now = Date.parse("2026-11-29T12:00:00Z");
const read = (...args: string[]) => readOptions(args, now);

test("without --at, everything is passed to vitest and the clock is not shifted", () => {
  expect(read("test/store", "-u")).toEqual({ filters: ["test/store", "-u"], clockOffsetMs: 0, isStalled: false });
  expect(read()).toEqual({ filters: [], clockOffsetMs: 0, isStalled: false });
});

test.each([
  ["as a word of its own", ["--at", "2026-11-29T12:00:05Z"]],
  ["after an equals sign", ["--at=2026-11-29T12:00:05Z"]],
  ["of another zone", ["--at", "2026-11-29T07:00:05-05:00"]],
])("--at takes a time %s, before or after filters", (_, at) => {
  expect(read(...at, "store")).toEqual({ filters: ["store"], clockOffsetMs: 5000, isStalled: false });
  expect(read("store", ...at)).toEqual({ filters: ["store"], clockOffsetMs: 5000, isStalled: false });
});

test("takes February 29 in leap years only", () => {
  expect(read("--at", "2028-02-29T00:00:00Z").clockOffsetMs).toBe(Date.UTC(2028, 1, 29) - now);
  expect(() => read("--at", "2027-02-29T00:00:00Z")).toThrow("--at takes a time such as");
});

test.each([
  "2028-02-29",
  "tomorrow",
  "",
  "2028-02-30T12:00:00Z",
  "2028-02-29T12:00:00",
  "2028-02-29T25:00:00Z",
  "test/store",
])("refuses the time %j in one sentence", (text) => {
  expect(() => read("--at", text)).toThrow(
    expect.objectContaining({
      name: "Refusal",
      message: `--at takes a time such as 2028-02-29T12:00:00Z, not "${text}".`,
    }),
  );
});

test("refuses --at without a time", () => {
  expect(() => read("store", "--at")).toThrow('not ""');
});

test("takes --stalls at any position", () => {
  expect(read("store", "--stalls")).toEqual({ filters: ["store"], clockOffsetMs: 0, isStalled: true });
});
