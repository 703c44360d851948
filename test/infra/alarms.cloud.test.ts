// An alarm from its metric to whoever subscribed. The emulator does not check the topic's policy: alarms.test.ts does.
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { sqs } from "../support/aws.ts";
import { cloud } from "../support/cloud.ts";
import { causedByAws, causes, importCode } from "./alarms/causes.ts";
import { readMetrics, type WrittenMetric } from "./alarms/metric-lines.ts";

const topic = "arn:aws:sns:us-east-1:000000000000:patchbay-test-alarms";
const queue = "alarms-heard";

/** A call in AWS's query protocol; the emulator checks no signature. */
async function query(service: "sns" | "monitoring", parameters: Record<string, string>): Promise<string> {
  const credential = `Credential=test/20261129/us-east-1/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=fake`;
  const body = new URLSearchParams(parameters);
  const response = await fetch(cloud().awsEndpoint, { method: "POST", headers: { authorization }, body });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return text;
}

let queueUrl = "";
let subscription = "";
beforeAll(async () => {
  queueUrl = (await sqs().send(new CreateQueueCommand({ QueueName: queue }))).QueueUrl ?? "";
  const Endpoint = `arn:aws:sqs:us-east-1:000000000000:${queue}`;
  const answer = await query("sns", { Action: "Subscribe", Protocol: "sqs", TopicArn: topic, Endpoint });
  subscription = /<SubscriptionArn>([^<]+)</.exec(answer)?.[1] ?? "";
});
afterAll(async () => {
  await query("sns", { Action: "Unsubscribe", SubscriptionArn: subscription });
  await sqs().send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
});

afterEach(() => {
  vi.unstubAllEnvs();
});

const notification = z.object({ Message: z.string() });
const alarm = z.object({ AlarmName: z.string(), NewStateValue: z.string() });

/** The alarms that the topic has told of so far. */
const heard: string[] = [];
async function listen(): Promise<string[]> {
  const { Messages = [] } = await sqs().send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
  );
  for (const { Body = "" } of Messages) {
    const { AlarmName, NewStateValue } = alarm.parse(JSON.parse(notification.parse(JSON.parse(Body)).Message));
    heard.push(`${AlarmName} ${NewStateValue}`);
  }
  return heard;
}

const alarmsSchema = z.object({
  MetricAlarms: z.array(
    z.looseObject({
      AlarmName: z.string(),
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })),
    }),
  ),
});

/** A call of CloudWatch in AWS's JSON protocol. */
async function callCloudWatch(operation: string, input: object): Promise<unknown> {
  const response = await fetch(cloud().awsEndpoint, {
    method: "POST",
    headers: {
      authorization: "AWS4-HMAC-SHA256 Credential=test/20261129/us-east-1/monitoring/aws4_request, Signature=fake",
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `GraniteServiceVersion20100801.${operation}`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return text === "" ? {} : JSON.parse(text);
}

async function readAlarm(name: string) {
  const { MetricAlarms } = alarmsSchema.parse(await callCloudWatch("DescribeAlarms", { AlarmNames: [name] }));
  const [found] = MetricAlarms;
  if (found === undefined) throw new Error(`There is no alarm ${name}.`);
  return { ...found, dimensions: Object.fromEntries(found.Dimensions.map(({ Name, Value }) => [Name, Value])) };
}

const putValues = ({ namespace, name, dimensions, values }: WrittenMetric) =>
  callCloudWatch("PutMetricData", {
    Namespace: namespace,
    MetricData: values.map((Value) => ({
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      Value,
    })),
  });

/** The metrics that `work` writes. */
async function captureMetrics(work: () => unknown): Promise<WrittenMetric[]> {
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((line) => {
    lines.push(
      ...String(line)
        .split("\n")
        .filter((text) => text.startsWith('{"')),
    );
    return true;
  });
  try {
    await work();
  } finally {
    write.mockRestore();
  }
  return lines.flatMap(readMetrics);
}

test.each(Object.entries(causes))(
  "what %s is for raises its alarm, and once less does not; whoever subscribed to the topic is told",
  async (section, { alarm = section, happens, times = 1 }) => {
    vi.stubEnv("STAGE", "test");
    vi.resetModules();
    const code = await importCode();
    const name = `patchbay-test-${alarm}`;
    const { MetricName, Namespace, dimensions } = await readAlarm(name);
    const happenOnce = async () => {
      const written = await captureMetrics(() => happens(code));
      const meant = written.filter((one) => one.name === MetricName && one.namespace === Namespace);
      expect(meant.map((one) => one.dimensions)).toEqual([dimensions]);
      for (const one of meant) await putValues(one);
    };
    for (let time = 1; time < times; time++) await happenOnce();
    expect(await listen()).not.toContain(`${name} ALARM`);
    await happenOnce();
    await expect.poll(listen).toContain(`${name} ALARM`);
  },
);

test.each(Object.entries(causedByAws))("a value that AWS writes raises %s", async (alarm, { value }) => {
  const name = `patchbay-test-${alarm}`;
  const { Namespace, MetricName, dimensions } = await readAlarm(name);
  await putValues({ namespace: Namespace, name: MetricName, dimensions, values: [value] });
  await expect.poll(listen).toContain(`${name} ALARM`);
});
