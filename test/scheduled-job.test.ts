import "./http/lambda-environment.ts";
import { beforeEach, expect, test } from "vitest";
import { scheduledJob } from "../lib/scheduled-job.ts";
import { logged } from "./http/lambda-environment.ts";

beforeEach(() => {
  logged.length = 0;
});

test("a run that ends without an error is counted, and gives what it found", async () => {
  await expect(scheduledJob(async () => ({ queued: 3 }))()).resolves.toEqual({ queued: 3 });
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([{ ScheduleFinished: 1, operation: "unknown" }]);
});

test("a run that fails is not counted, so that it is missed", async () => {
  const failing = scheduledJob(() => Promise.reject(new Error("a queue refuses messages")));
  await expect(failing()).rejects.toThrow("a queue refuses messages");
  expect(logged).toEqual([]);
});
