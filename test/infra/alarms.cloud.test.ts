// An alarm from its metric to whoever subscribed. The emulator does not check the topic's policy: alarms.test.ts does.
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { sqs } from "../support/aws.ts";
import { cloud } from "../support/cloud.ts";

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

const putMetric = (namespace: string, name: string, dimensions: Record<string, string>) =>
  query("monitoring", {
    Action: "PutMetricData",
    Namespace: namespace,
    "MetricData.member.1.MetricName": name,
    "MetricData.member.1.Value": "1000",
    ...Object.fromEntries(
      Object.entries(dimensions).flatMap(([Name, Value], at) => [
        [`MetricData.member.1.Dimensions.member.${at + 1}.Name`, Name],
        [`MetricData.member.1.Dimensions.member.${at + 1}.Value`, Value],
      ]),
    ),
  });

test.each([
  ["api-5xx", "Patchbay", "RequestFailed", { stage: "test", code: "internal" }],
  ["api-unanswered", "Patchbay", "RequestUnanswered", { stage: "test" }],
  ["live-execution-errors", "AWS/ApiGateway", "ExecutionError", { ApiId: "any" }],
])("the alarm %s reaches whoever subscribed to the topic", async (name, namespace, metric, dimensions) => {
  await putMetric(namespace, metric, dimensions);
  await expect.poll(listen).toContain(`patchbay-test-${name} ALARM`);
});
