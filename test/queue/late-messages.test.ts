import "../http/lambda-environment.ts";
import { beforeEach, expect, test } from "vitest";
import { countIfLate } from "../../lib/queue/late-messages.ts";
import { logged } from "../http/lambda-environment.ts";

beforeEach(() => {
  logged.length = 0;
});

const now = 1_800_000_000;
const arn = (queue: string) => `arn:aws:sqs:us-east-1:000000000000:patchbay-test-${queue}`;

test.each([
  ["webhooks-slack", 899, false],
  ["webhooks-slack", 900, true],
  ["refreshes", 3599, false],
  ["refreshes", 3600, true],
])("a message of %s that has waited %d seconds is late: %s", (queue, seconds, isLate) => {
  countIfLate(arn(queue), now - seconds, now);
  const expected = { MessageLate: 1, queue: `patchbay-test-${queue}`, reason: "old" };
  expect(logged.map((line) => JSON.parse(line))).toEqual(isLate ? [expect.objectContaining(expected)] : []);
});
