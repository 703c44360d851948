import { describe, expect, it } from "vitest";
import { consumers } from "../../infra/triggers.ts";
import { listResources, synthesize } from "./support/synthesized.ts";

const stacks = synthesize();
const properties = (type: string) => listResources(stacks, type).map(({ Properties }) => Object(Properties));
const queues = new Map(properties("AWS::SQS::Queue").map((queue) => [queue.QueueName, queue]));

describe.each(consumers)("the queue $queue", ({ queue: name, run, provider, timeout, concurrency }) => {
  const queue = queues.get(`patchbay-prod-${name}`);
  const deadLetters = queues.get(`patchbay-prod-${name}-dead-letters`);
  const suffix = provider === undefined || provider === "every" ? "" : `-${provider}`;
  const functionName = `patchbay-prod-${run.replace("/", "-")}${suffix}`;
  const mapping = properties("AWS::Lambda::EventSourceMapping").find(({ EventSourceArn }) =>
    JSON.stringify(EventSourceArn).includes(`"${name.replaceAll("-", "")}`),
  );

  it("hides a message for six times the Lambda's timeout", () => {
    const lambda = properties("AWS::Lambda::Function").find(({ FunctionName }) => FunctionName === functionName);
    expect(lambda.Timeout).toBe(timeout);
    expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * lambda.Timeout);
  });

  it("keeps dead letters longer than messages", () => {
    expect(deadLetters.MessageRetentionPeriod).toBeGreaterThan(queue.MessageRetentionPeriod);
  });

  it("accepts messages of the maximum size, as its dead letters do", () => {
    expect([queue.MaximumMessageSize, deadLetters.MaximumMessageSize]).toEqual([1_048_576, 1_048_576]);
  });

  it("is encrypted, as its dead letters are", () => {
    expect([queue.SqsManagedSseEnabled, deadLetters.SqsManagedSseEnabled]).toEqual([true, true]);
  });

  it("has a concurrency limit, and reports failures per message", () => {
    expect(mapping).toMatchObject({
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: concurrency },
    });
  });
});

it("has every queue and every dead-letter queue looked at by the job whose counts raise alarms", () => {
  const job = properties("AWS::Lambda::Function").find(
    ({ FunctionName }) => FunctionName === "patchbay-prod-jobs-redrive-dead-letters",
  );
  const text = JSON.stringify(job.Environment.Variables.WATCHED_QUEUES).replaceAll("\\", "");
  const [, named = "", alone = ""] = /"queues":\[(.*?)\],"deadLettersAlone":\[(.*?)\]/.exec(text) ?? [];
  const list = (names: string) => names.split(",").map((name) => `patchbay-prod-${name.replaceAll('"', "")}`);
  const watched = [...list(named).flatMap((name) => [name, `${name}-dead-letters`]), ...list(alone)];
  expect(watched.toSorted()).toEqual([...queues.keys()].toSorted());
  const alarms = properties("AWS::CloudWatch::Alarm").map(({ AlarmName }) => AlarmName);
  expect(alarms).toEqual(expect.arrayContaining(["patchbay-prod-queue-dead-letters", "patchbay-prod-queue-age"]));
});

it("accepts the maximum size in every queue, also in that of given-up announcements", () => {
  expect([...queues.values()].filter(({ MaximumMessageSize }) => MaximumMessageSize !== 1_048_576)).toEqual([]);
});

it("refuses connections without TLS, on every queue", () => {
  const policies = properties("AWS::SQS::QueuePolicy").flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const tlsOnly = policies.filter(
    ({ Effect, Condition }) => Effect === "Deny" && Condition?.Bool?.["aws:SecureTransport"] === "false",
  );
  expect(tlsOnly).toHaveLength(queues.size);
});

it("sends every alarm to the topic, and the topic to the operator", () => {
  const actions = properties("AWS::CloudWatch::Alarm").map(({ AlarmActions }) => AlarmActions?.length ?? 0);
  expect(actions.length).toBeGreaterThan(10);
  expect(new Set(actions)).toEqual(new Set([1]));
  expect(properties("AWS::SNS::Subscription")).toMatchObject([{ Protocol: "email", Endpoint: "oncall@example.com" }]);
});
