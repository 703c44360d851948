import { expect, test } from "vitest";
import { parseRetryAfter } from "../../lib/http/provider-fetch.ts";
import { fc } from "../support/properties.ts";

const now = Date.parse("2026-01-01T00:00:00Z");
const seconds = (value: string) => parseRetryAfter(new Headers({ "retry-after": value }), now);

test("returns no wait when none is given", () => {
  expect(parseRetryAfter(new Headers(), now)).toBeUndefined();
});

test.each([
  ["0", 0],
  ["120", 120],
  [" 7 ", 7],
  ["0030", 30],
  ["259200", 259_200],
])("reads the seconds of %j", (value, expected) => {
  expect(seconds(value)).toBe(expected);
});

test.each([
  ["Thu, 01 Jan 2026 00:02:00 GMT", 120],
  ["Thursday, 01-Jan-26 00:02:00 GMT", 120],
  ["Wed, 31 Dec 2025 23:59:00 GMT", 0],
  ["Thu, 01 Jan 2026 00:00:00 GMT", 0],
])("reads the date %s", (value, expected) => {
  expect(seconds(value)).toBe(expected);
});

test.each([
  "soon",
  "-5",
  "7x",
  "x7",
  "Th, 01 Jan 2026 00:02:00 GMT",
  "thu, 01 Jan 2026 00:02:00 GMT",
  "THU, 01 Jan 2026 00:02:00 GMT",
  "- Thu, 01 Jan 2026 00:02:00 GMT",
  "1 Jan 2026 00:02:00 GMT",
  "2026-01-01T00:02:00Z",
  "Soon",
  "120.5",
  "1e9",
  "12 apples",
  "5, 10",
  "NaN",
  "Infinity",
  "0x10",
  "",
])("makes nothing of %j", (value) => {
  expect(seconds(value)).toBeUndefined();
});

test("treats an absurd number as a very long time, not as none", () => {
  expect(seconds("1000000000000")).toBe(1e9);
});

test("waits until a date has come, also by a part of a second", () => {
  const headers = new Headers({ "retry-after": "Thu, 01 Jan 2026 00:00:02 GMT" });
  expect([parseRetryAfter(headers, now + 999), parseRetryAfter(headers, now + 1000)]).toEqual([2, 1]);
  const soon = new Headers({ "retry-after": new Date(Date.now() + 60_000).toUTCString() });
  expect(parseRetryAfter(soon)).toBeOneOf([58, 59, 60]);
});

test("never answers anything but a whole number of seconds", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.stringMatching(/^[!-~ ]{0,40}$/),
        fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      ),
      (value) => {
        const wait = seconds(value);
        expect(wait === undefined || (Number.isSafeInteger(wait) && wait >= 0)).toBe(true);
      },
    ),
  );
});
