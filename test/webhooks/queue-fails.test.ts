// A delivery is acknowledged only after the queue accepted it, and every answer comes before Slack's time-out.
import { describe, expect, test } from "vitest";
import { acceptMessage, awsError } from "../support/aws-stand-in.ts";
import { elapsedWithoutStalls } from "../support/elapsed-without-stalls.ts";
import { dribble, hang, json, type Play, reset } from "../support/test-server.ts";
import { slack, slackEvent } from "./support/genuine-requests.ts";
import { deliverTo, startReceiverStage, takeLog } from "./support/receiver-stage.ts";

const stage = await startReceiverStage();

/** Slack waits 3 s and the receiver waits 2.3 s for the queue; the rest is for its own work. */
const senderTimeoutMs = 2950;
const deliverTimed = () => elapsedWithoutStalls(() => deliverTo(slack, slackEvent()));

describe.each<[string, () => Play]>([
  ["denies", () => awsError("AccessDenied", 403)],
  ["throttles", () => awsError("ThrottlingException", 400)],
  ["throttles with 429", () => awsError("RequestThrottled", 429)],
  ["fails", () => awsError("InternalError", 500)],
  ["does not exist", () => awsError("QueueDoesNotExist")],
  ["is not reachable", () => reset],
  ["hangs", () => hang],
  ["dribbles its answer", () => dribble(50)],
  ["says yes without an id", () => json({})],
  ["kept another message", () => json({ MessageId: "m-1", MD5OfMessageBody: "0".repeat(32) })],
  ["answers a page", () => (response) => response.writeHead(200).end("<html>")],
])("a queue that %s", (_, play) => {
  test("is answered by 503 in time, and counted", async () => {
    stage.aws.on("SendMessage", play);
    const { result, ms } = await deliverTimed();
    expect(result.statusCode).toBe(503);
    expect(ms).toBeLessThan(senderTimeoutMs);
    const written = takeLog();
    expect(written).toMatch(/"Name":"WebhookUnavailable".*"provider":"slack"/);
    expect(written).not.toContain("WebhookAccepted");
    expect(written).not.toContain("héllo");
  });
});

test("one hanging connection does not lose an event", async () => {
  let asked = 0;
  stage.aws.on("SendMessage", (input) => (asked++ === 0 ? hang : acceptMessage(input)));
  const { result, ms } = await deliverTimed();
  expect(result.statusCode).toBe(200);
  expect(ms).toBeLessThan(senderTimeoutMs);
});

test("accepts again as soon as the queue does", async () => {
  stage.aws.on("SendMessage", acceptMessage);
  expect((await deliverTimed()).result.statusCode).toBe(200);
});
