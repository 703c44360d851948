import { afterAll, expect, test } from "vitest";
import { hang } from "../http/far-end.ts";
import { lived } from "../support/lived.ts";
import { calendar, calendarEnvelope, calendarEvent } from "./genuine.ts";
import { deliver, receiverStage } from "./stage.ts";

const stage = await receiverStage();
afterAll(() => stage.close());

test("answers 503 in time while Google's keys were never to be had, and soon afterwards does not even ask", async () => {
  stage.keys.play = hang;
  const { result, ms } = await lived(async () => deliver(calendar, await calendarEnvelope()));
  expect(result.statusCode).toBe(503);
  expect(ms).toBeLessThan(2950);
  expect((await deliver(calendar, await calendarEnvelope())).statusCode).toBe(503);
  expect(stage.keys.asked).toHaveLength(1);
  expect(stage.queued()).toEqual([]);
});

test("takes channels' notifications meanwhile", async () => {
  expect((await deliver(calendar, calendarEvent())).statusCode).toBe(200);
});
