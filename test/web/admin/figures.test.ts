import { expect, test } from "vitest";
import { placeParts } from "../../../lib/web/admin/overview/chart-layout.ts";
import { formatDuration, formatShare } from "../../../lib/web/admin/overview/format-figure.ts";
import { formatBytes } from "../../../lib/web/admin/parts/format-bytes.ts";
import { formatTenant } from "../../../lib/web/admin/parts/format-tenant.ts";

test("writes a share so that what is missing shows", () => {
  expect([null, 0, 0.404, 0.995, 0.99999, 1].map(formatShare)).toEqual([
    "",
    "0 %",
    "40 %",
    "99.5 %",
    "99.9 %",
    "100 %",
  ]);
});

test("writes a duration in the unit that people would use", () => {
  const seconds = [null, 0, 59, 60, 5400, 86_399, 86_400, 900_000];
  expect(seconds.map(formatDuration)).toEqual([
    ...["", "less than a minute", "less than a minute", "1 minute", "2 hours", "24 hours", "1 day", "10 days"],
  ]);
});

test("writes sizes", () => {
  expect([0, 1, 999, 1000, 48_213, 1_204_000].map(formatBytes)).toEqual([
    "0 bytes",
    "1 byte",
    "999 bytes",
    "1.0 kB",
    "48 kB",
    "1.2 MB",
  ]);
});

test("writes a tenant as its tokens do", () => {
  expect(["c#acme", "c#a#b", "u#ada", "else"].map(formatTenant)).toEqual([
    "acme",
    "a#b",
    "ada (without a tenant)",
    "else",
  ]);
});

test("places the parts of a bar one after the other, none of them outside or too thin to see", () => {
  const parts = [
    { value: 50, look: "good" },
    { value: 0, look: "bad" },
    { value: 0.001, look: "off" },
  ];
  expect(placeParts(parts, 100)).toEqual([
    { value: 50, look: "good", from: 0, width: 50 },
    { value: 0.001, look: "off", from: 50, width: 0.6 },
  ]);
  expect(placeParts([{ value: 0, look: "good" }], 0)).toEqual([]);
  const full = placeParts(
    [
      { value: 100, look: "good" },
      { value: 0.1, look: "bad" },
    ],
    100,
  );
  expect(full.reduce((sum, { width }) => sum + width, 0)).toBeLessThanOrEqual(100);
});
