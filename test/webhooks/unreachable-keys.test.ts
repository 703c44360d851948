import { expect, test } from "vitest";
import { elapsedWithoutStalls } from "../support/elapsed-without-stalls.ts";
import { hang } from "../support/test-server.ts";
import { calendar, calendarEnvelope, calendarEvent } from "./support/genuine-requests.ts";
import { deliverTo, startReceiverStage } from "./support/receiver-stage.ts";

const stage = await startReceiverStage();

test("answers 503 in time when Google's keys could never be read, and soon stops asking", async () => {
  stage.keys.play = hang;
  const { result, ms } = await elapsedWithoutStalls(async () => deliverTo(calendar, await calendarEnvelope()));
  expect(result.statusCode).toBe(503);
  expect(ms).toBeLessThan(2950);
  expect((await deliverTo(calendar, await calendarEnvelope())).statusCode).toBe(503);
  expect(stage.keys.requests).toHaveLength(1);
  expect(stage.listQueued()).toEqual([]);
});

test("takes channels' notifications meanwhile", async () => {
  expect((await deliverTo(calendar, calendarEvent())).statusCode).toBe(200);
});
