// What no consumer would report: dead letters, and messages that nobody takes.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { logged } from "../http/lambda-environment.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
const prefix = `${process.env.AWS_ENDPOINT_URL}/patchbay-test-`;
process.env.WATCHED_QUEUES = JSON.stringify({
  prefix,
  queues: ["refreshes", "webhooks-slack"],
  deadLettersAlone: ["feed-dead-letters"],
});
const { watchQueues } = await import("../../lib/queue/watch-queues.ts");

/** Messages that wait and that are in work, by queue, at the first look and at the second. */
type Numbers = Readonly<Record<string, readonly [waiting: number, inFlight: number]>>;
let looks: readonly [Numbers, Numbers] = [{}, {}];
let hasPaused = false;
const pause = async () => {
  hasPaused = true;
};

beforeEach(() => {
  logged.length = 0;
  looks = [{}, {}];
  hasPaused = false;
  aws.forget();
  aws.on("GetQueueAttributes", ({ QueueUrl }) => {
    const [waiting, inFlight] = looks[hasPaused ? 1 : 0][String(QueueUrl).slice(prefix.length)] ?? [0, 0];
    return json({
      Attributes: {
        ApproximateNumberOfMessages: String(waiting),
        ApproximateNumberOfMessagesNotVisible: String(inFlight),
      },
    });
  });
});

let redriven = 0;
async function watch() {
  redriven = 0;
  await watchQueues(async () => {
    redriven++;
  }, pause);
  return logged.map((line) => JSON.parse(line));
}

test("counts the dead letters of each queue, also those that are being looked at", async () => {
  looks = [
    { "refreshes-dead-letters": [3, 1], "webhooks-slack-dead-letters": [0, 0], "feed-dead-letters": [2, 0] },
    {},
  ];
  const lines = await watch();
  expect(lines.map(({ DeadLetters, queue }) => [queue, DeadLetters]).toSorted()).toEqual([
    ["feed-dead-letters", 2],
    ["refreshes-dead-letters", 4],
  ]);
  expect(redriven).toBe(1);
});

test("writes nothing, and does not wait, while every queue is empty or worked on", async () => {
  looks = [{ refreshes: [0, 0], "webhooks-slack": [500, 1] }, {}];
  expect(await watch()).toEqual([]);
  expect(hasPaused).toBe(false);
});

test("counts a queue whose messages nobody takes at two looks, and not one that was only just filled", async () => {
  looks = [
    { refreshes: [1, 0], "webhooks-slack": [1, 0] },
    { refreshes: [2, 0], "webhooks-slack": [0, 0] },
  ];
  const lines = await watch();
  expect(lines).toMatchObject([{ MessageLate: 1, queue: "refreshes", reason: "nobody_takes_it" }]);
});

test("does the other work although SQS does not answer, and fails, so that the run does not count as finished", async () => {
  aws.on("GetQueueAttributes", () => awsError("AccessDenied", 403));
  await expect(watch()).rejects.toThrow();
  expect(redriven).toBe(1);
});
