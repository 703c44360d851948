import { afterEach, beforeEach, expect, test } from "vitest";
import { readDeployedEnvironment } from "../../support/aws.ts";
import { httpEvent } from "../../support/events.ts";
import { type LambdaProcess, startLambdaProcess } from "../../support/lambda-process.ts";
import { spy } from "../../support/spy.ts";

const running: LambdaProcess[] = [];
beforeEach(() => spy.forget());
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

async function list(): Promise<LambdaProcess> {
  const started = await startLambdaProcess("integrations/list", await readDeployedEnvironment("integrations-list"));
  running.push(started);
  return started;
}
const event = () => httpEvent({ on: "GET /api/integrations", claims: { sub: "u9", org: "t9" } });

const calls = () => spy.calls("integrations-list");

test("runs several containers of one Lambda side by side, each with its own AWS calls", async () => {
  const containers = await Promise.all([list(), list(), list()]);
  const answers = await Promise.all(containers.map((container) => container.invoke(event())));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  expect(await calls()).toHaveLength(3);
});

test("reports that a container was killed in the middle of a call", async () => {
  // The SDK's retries after two seconds hang too, in case the machine is slower than that.
  await spy.breakNext({ service: "dynamodb", lambda: "integrations-list", action: "hang", times: 9 });
  const container = await list();
  const answer = container.invoke(event());
  await expect.poll(calls).toHaveLength(1);
  await Promise.all([container.stop(), expect(answer).rejects.toThrow("has ended")]);
});

test("shows the output of a bundle that cannot start", async () => {
  await expect(startLambdaProcess("integrations/list", {})).rejects.toThrow(/did not start:.*CONNECTIONS_TABLE/s);
});
