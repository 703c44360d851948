import { expect, test } from "vitest";
import { countRefusal, isLasting } from "../../lib/connections/refresh-refusals.ts";

const now = 1_800_000_000;

test("counts refusals from the first one on", () => {
  const first = countRefusal(undefined, now);
  expect(first).toEqual({ since: now, count: 1 });
  expect(countRefusal(first, now + 60)).toEqual({ since: now, count: 2 });
});

test.each([
  ["no refusal", undefined, false],
  ["two refusals in a day", { since: now - 86_400, count: 2 }, false],
  ["ten refusals within an hour", { since: now - 3599, count: 10 }, false],
  ["three refusals over an hour", { since: now - 3600, count: 3 }, true],
])("%s: lasting is %s", (_, refusal, expected) => {
  expect(isLasting(refusal, now)).toBe(expected);
});
