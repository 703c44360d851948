import { expect, test } from "vitest";
import { sortByTime } from "../../lib/web/activity/sort-by-time.ts";

test("what is shown is sorted by when it happened, whatever its number is", () => {
  const items = [
    { seq: 4, at: "2026-05-01T00:00:00Z" },
    { seq: 3, at: "2026-06-01T13:30:00+02:00" },
    { seq: 2, at: "" },
    { seq: 1, at: "2026-06-01T11:30:00.000Z" },
  ];
  expect(sortByTime(items).map(({ seq }) => seq)).toEqual([3, 1, 4, 2]);
});
