import { createServer } from "node:http";
import {
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { DecryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AwsCall } from "../../../infra/local/aws-call.ts";
import type { Fault } from "../../../infra/local/aws-fault.ts";
import { startAwsSpy } from "../../../infra/local/aws-spy.ts";
import { listen, type RunningServer } from "../../../infra/local/http-server.ts";
import { sendControl } from "../../support/control.ts";

let upstream: RunningServer;
let spy: RunningServer;
/** The targets of the calls that came through to the emulator. */
let arrived: (string | string[] | undefined)[];
beforeEach(async () => {
  arrived = [];
  upstream = await listen((asked, answer) => {
    arrived.push(asked.headers["x-amz-target"]);
    answer.setHeader("content-type", "application/x-amz-json-1.0").end("{}");
  }, 0);
  spy = await startAwsSpy({ port: 0, target: upstream.url });
});
afterEach(async () => {
  await spy.close();
  await upstream.close();
});

const client = () => ({
  endpoint: spy.url,
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maxAttempts: 1,
});
const dynamodb = () => new DynamoDBClient(client());
const read = (pk: string) => new GetItemCommand({ TableName: "connections", Key: { pk: { S: pk }, sk: { S: "-" } } });
const decrypt = new DecryptCommand({ CiphertextBlob: Buffer.from("x") });
const calls = () => sendControl<AwsCall[]>(`${spy.url}/_spy/calls`);
const breakNext = (...faults: Fault[]) => sendControl(`${spy.url}/_spy/faults`, "POST", faults);

describe("what it records", () => {
  test("names service, operation, table and partition key of a DynamoDB call", async () => {
    await dynamodb().send(read("owner#t#u"));
    expect(await calls()).toEqual([
      { service: "dynamodb", operation: "GetItem", table: "connections", keys: ["owner#t#u"], at: expect.any(Number) },
    ]);
  });

  test("finds the partition of a query", async () => {
    const ExpressionAttributeValues = { ":s": { S: "conn" }, ":p": { S: "owner#t#u" } };
    await dynamodb().send(
      new QueryCommand({ TableName: "t", KeyConditionExpression: "pk = :p", ExpressionAttributeValues }),
    );
    expect((await calls())[0]?.keys).toEqual(["owner#t#u"]);
  });

  test("lists every key of a transaction", async () => {
    const Put = { TableName: "t", Item: { pk: { S: "owner#1" }, sk: { S: "a" } } };
    const Delete = { TableName: "t", Key: { pk: { S: "route#2" }, sk: { S: "b" } } };
    await dynamodb().send(new TransactWriteItemsCommand({ TransactItems: [{ Put }, { Delete }] }));
    expect((await calls())[0]).toMatchObject({ table: "t", keys: ["owner#1", "route#2"] });
  });

  test("lists the attributes that an update names", async () => {
    const Key = { pk: { S: "owner#1" }, sk: { S: "a" } };
    const UpdateExpression = "SET #tokens = :tokens REMOVE #lease";
    const ExpressionAttributeNames = { "#tokens": "tokens", "#lease": "lease" };
    const values = { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues: { ":tokens": { S: "x" } } };
    await dynamodb().send(new UpdateItemCommand({ TableName: "t", Key, ...values }));
    expect((await calls())[0]?.attributes).toEqual(["tokens", "lease"]);
  });

  test("names the calling function", async () => {
    await new KMSClient({ ...client(), userAgentAppId: "patchbay-test-list" }).send(decrypt);
    expect(await calls()).toMatchObject([{ service: "kms", operation: "Decrypt", lambda: "patchbay-test-list" }]);
  });

  test("records queue messages although a queue's URL has another host", async () => {
    const QueueUrl = "http://queue.invalid/000000000000/q";
    await new SQSClient({ ...client(), md5: false }).send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }));
    expect(await calls()).toMatchObject([{ service: "sqs", operation: "SendMessage" }]);
  });

  test("takes a second attempt for the call itself when the first never arrived", async () => {
    const headers = { "x-amz-target": "TrentService.Decrypt", "amz-sdk-request": "attempt=2; max=3" };
    const send = () =>
      fetch(spy.url, { method: "POST", headers: { ...headers, "amz-sdk-invocation-id": "one" }, body: "{}" });
    await send();
    await send();
    expect((await calls()).map(({ isRepeated }) => isRepeated)).toEqual([undefined, true]);
  });

  test("forgets on request", async () => {
    await dynamodb().send(read("a"));
    await sendControl(`${spy.url}/_spy/calls`, "DELETE");
    expect(await calls()).toEqual([]);
  });
});

describe("what it breaks", () => {
  test("throttles DynamoDB so that the SDK retries by itself", async () => {
    await breakNext({ service: "dynamodb", action: "throttle", times: 2 });
    await new DynamoDBClient({ ...client(), maxAttempts: 3 }).send(read("a"));
    expect((await calls()).map(({ isRepeated }) => isRepeated)).toEqual([undefined, true, true]);
  });

  test.each([
    ["throttle", "ThrottlingException", 400],
    ["deny", "AccessDeniedException", 400],
    ["disabled", "DisabledException", 400],
    ["error500", "KMSInternalException", 500],
  ] as const)("answers %s as KMS words it", async (action, name, httpStatusCode) => {
    await breakNext({ service: "kms", action });
    await expect(new KMSClient(client()).send(decrypt)).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
  });

  test("answers a throttle in the format of DynamoDB and of SQS", async () => {
    await breakNext({ service: "dynamodb", action: "throttle" }, { service: "sqs", action: "throttle" });
    await expect(dynamodb().send(read("a"))).rejects.toThrow(
      expect.objectContaining({ name: "ProvisionedThroughputExceededException" }),
    );
    const message = new SendMessageCommand({ QueueUrl: "http://queue.invalid/0/q", MessageBody: "x" });
    await expect(new SQSClient(client()).send(message)).rejects.toMatchObject({ name: "RequestThrottled" });
  });

  test("breaks only the given operation and kind of key", async () => {
    await breakNext({ service: "dynamodb", operation: "GetItem", keyPrefix: "owner#", action: "deny" });
    await dynamodb().send(read("state#1"));
    await expect(dynamodb().send(read("owner#1"))).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  test("leaves a call hanging until the caller gives up", async () => {
    await breakNext({ service: "kms", action: "hang" });
    const gaveUp = new KMSClient(client()).send(decrypt, { abortSignal: AbortSignal.timeout(100) });
    await expect(gaveUp).rejects.toMatchObject({ name: "AbortError" });
  });

  test("drops the connection", async () => {
    await breakNext({ service: "kms", action: "drop" });
    await expect(new KMSClient(client()).send(decrypt)).rejects.toThrow(/ECONNRESET|socket hang up/);
  });

  test("carries a call out and loses its answer, which the SDK then asks for again", async () => {
    await breakNext({ service: "dynamodb", action: "lose" });
    await new DynamoDBClient({ ...client(), maxAttempts: 2 }).send(read("a"));
    expect(arrived).toEqual(["DynamoDB_20120810.GetItem", "DynamoDB_20120810.GetItem"]);
  });

  test("delays a call and lets it through", async () => {
    await breakNext({ service: "kms", action: "delay", ms: 80 });
    const from = performance.now();
    await new KMSClient(client()).send(decrypt);
    expect(performance.now() - from).toBeGreaterThan(75);
  });

  test("refuses a fault it does not know", async () => {
    const wrong = [{ service: "kms", action: "melt" }];
    await expect(sendControl(`${spy.url}/_spy/faults`, "POST", wrong)).rejects.toThrow("answered 400");
  });
});

test("answers 503 when the emulator is gone", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  const port = typeof address === "object" ? address?.port : 0;
  const alone = await startAwsSpy({ port: 0, target: `http://127.0.0.1:${port}` });
  expect((await fetch(alone.url, { method: "POST" })).status).toBe(503);
  await alone.close();
});
