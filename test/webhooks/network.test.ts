// The hosts and AWS operations that a receiver calls, observed at its sockets.
import { subscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { expect, test } from "vitest";
import { measureBusyMs } from "../support/busy.ts";
import { genuine, json, slack, slackEvent } from "./support/genuine-requests.ts";
import { deliverTo, startReceiverStage } from "./support/receiver-stage.ts";

const stage = await startReceiverStage();

const sockets: Socket[] = [];
subscribe("net.client.socket", (message) => sockets.push(Object(message).socket));

test("a flood of forged requests causes no message and no table access, and takes little time", async () => {
  await deliverTo(slack, slackEvent());
  stage.aws.calls.length = 0;
  const forged = {
    headers: { ...slackEvent().headers, "x-slack-signature": `v0=${"0".repeat(64)}` },
    body: slackEvent().body ?? "",
  };
  const busy = await measureBusyMs(async () => {
    for (let n = 0; n < 5000; n++) expect((await deliverTo(slack, forged)).statusCode).toBe(401);
  });
  expect(stage.aws.calls).toEqual([]);
  expect(busy / 5000).toBeLessThan(1);
});

test("ids of forged events appear nowhere", async () => {
  stage.aws.calls.length = 0;
  for (let n = 0; n < 100; n++) {
    await deliverTo(slack, { headers: json, body: JSON.stringify({ type: "event_callback", event_id: `Ev${n}` }) });
  }
  expect(stage.aws.calls).toEqual([]);
});

test("asks Secrets Manager once for each secret, and SQS once for each event", async () => {
  stage.aws.calls.length = 0;
  for (let n = 0; n < 5; n++) {
    for (const { handler, make } of genuine) expect((await deliverTo(handler, await make())).statusCode).toBe(200);
  }
  const operations = stage.aws.calls.map(({ operation }) => operation);
  expect(operations.filter((name) => name === "SendMessage")).toHaveLength(5 * genuine.length);
  const secrets = stage.aws.calls.filter(({ operation }) => operation === "GetSecretValue");
  expect(new Set(secrets.map(({ input }) => input.SecretId)).size).toBe(secrets.length);
  expect(new Set(operations)).toEqual(new Set(["SendMessage", "GetSecretValue"]));
  expect(stage.keys.requests).toHaveLength(1);
});

test("opens no socket to anybody else", () => {
  const allowed = [new URL(process.env.AWS_ENDPOINT_URL ?? "").port, new URL(stage.keys.url).port].map(Number);
  const ports = sockets.map((socket) => socket.remotePort).filter((port) => port !== undefined);
  expect(sockets.length).toBeGreaterThan(0);
  expect(ports.filter((port) => !allowed.includes(port))).toEqual([]);
});
