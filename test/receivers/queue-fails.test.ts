// Nothing is acknowledged that the queue has not accepted, and every answer comes before Slack's patience ends.
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { dribble, hang, json, type Play, reset } from "../http/far-end.ts";
import { accepted, awsError } from "../store/aws-stand-in.ts";
import { lived } from "../support/lived.ts";
import { slack, slackEvent } from "./genuine.ts";
import { deliver, receiverStage, takeLog } from "./stage.ts";

const stage = await receiverStage();
afterAll(() => stage.close());
beforeEach(() => {
  stage.aws.calls.length = 0;
  takeLog();
});

/** Slack waits three seconds, the receiver 2.3: in between is what its own work may add. */
const patience = 2950;
const timed = () => lived(() => deliver(slack, slackEvent()));

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
    const { result, ms } = await timed();
    expect(result.statusCode).toBe(503);
    expect(ms).toBeLessThan(patience);
    const written = takeLog();
    expect(written).toMatch(/"Name":"WebhookUnavailable".*"provider":"slack"/);
    expect(written).not.toContain("WebhookAccepted");
    expect(written).not.toContain("héllo");
  });
});

test("one connection that hangs is not the end of an event", async () => {
  let asked = 0;
  stage.aws.on("SendMessage", (input) => (asked++ === 0 ? hang : accepted(input)));
  const { result, ms } = await timed();
  expect(result.statusCode).toBe(200);
  expect(ms).toBeLessThan(patience);
});

test("accepts again as soon as the queue does", async () => {
  stage.aws.on("SendMessage", accepted);
  expect((await timed()).result.statusCode).toBe(200);
});
