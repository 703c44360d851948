import { expect, test } from "vitest";
import { hasArrivedBefore } from "../../lib/webhooks/arrived-before.ts";

const connectedAt = 1_800_000_000;

test.each([
  ["long before", -3600, true],
  ["more than a minute before", -61, true],
  ["within the minute in which clocks may differ", -59, false],
  ["in the same second", 0, false],
  ["later", 60, false],
])("an event that arrived %s is told apart", (_, seconds, expected) => {
  expect(hasArrivedBefore({ connectedAt }, (connectedAt + seconds) * 1000)).toBe(expected);
});
