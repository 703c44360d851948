import { expect, test } from "vitest";
import { parseDate } from "../../../infra/import/parse-date.ts";

const noon = Date.UTC(2026, 10, 30, 12) / 1000;

test.each([
  ["ISO 8601", "2026-11-30T12:00:00Z"],
  ["ISO 8601 with an offset", "2026-11-30T14:00:00.250+02:00"],
  ["PostgreSQL's timestamptz", "2026-11-30 12:00:00.123456+00"],
  ["PostgreSQL's timestamptz in India", "2026-11-30 17:30:00+05:30"],
  ["PostgreSQL's timestamp, which is UTC", "2026-11-30 12:00:00"],
  ["seconds", "1796040000"],
  ["seconds with a fraction", "1796040000.75"],
  ["milliseconds", "1796040000000"],
  ["HTTP's form", "Mon, 30 Nov 2026 12:00:00 GMT"],
  ["spaces around it", " 2026-11-30T12:00:00Z "],
])("reads %s", (_, text) => {
  expect(parseDate(text, "expiresAt")).toBe(noon);
});

test("reads a day as its beginning", () => {
  expect(parseDate("2026-11-30", "expiresAt")).toBe(noon - 43_200);
});

test.each(["soon", "30/11/2026", "2026-13-01", "11/30/26 12:00", "2026-11-30T12:00:00+2"])("refuses %j", (text) => {
  expect(() => parseDate(text, "expiresAt")).toThrow(
    expect.objectContaining({ reason: "date_unreadable", detail: "expiresAt" }),
  );
});
