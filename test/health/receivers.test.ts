import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { resolvePermission } from "../../infra/permissions.ts";
import { routes } from "../../infra/routes.ts";
import { createWebhookHealthReader } from "../../lib/health/receivers.ts";
import { manifests, withWebhook } from "../../lib/providers/manifests.ts";
import { account } from "../infra/support/expansion.ts";
import { exampleStage } from "../infra/support/synthesized.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
const providers = withWebhook(manifests).map(({ id }) => id);
const config = { ...exampleStage, stage: "test" };
process.env.WEBHOOK_PROBE = resolvePermission("webhooks:probe", { config, place: account }).environment.WEBHOOK_PROBE;

const clock = { now: 0 };
let missing: string[] = [];
let dead = "0";
beforeEach(() => {
  aws.forget();
  missing = [];
  dead = "0";
  aws.on("DescribeSecret", ({ SecretId }) =>
    missing.includes(String(SecretId)) ? awsError("ResourceNotFoundException") : json({ Name: SecretId }),
  );
  aws.on("GetQueueAttributes", ({ QueueUrl }) =>
    json({
      Attributes: {
        ApproximateNumberOfMessages: String(QueueUrl).endsWith("-dead-letters") ? dead : "3",
        ApproximateNumberOfMessagesNotVisible: "2",
      },
    }),
  );
});

const health = () => createWebhookHealthReader(() => clock.now);

test("names every receiver of the table", async () => {
  const rows = routes.filter(({ caller }) => caller === "signature" || caller === "pubsub");
  const { receivers } = await health()();
  expect(receivers.map(({ path, provider }) => [path, provider])).toEqual(
    rows.map(({ on, provider }) => [on.replace("POST ", ""), provider]),
  );
});

test("is ok while every secret is set and no dead-letter queue has messages", async () => {
  const { status, queues } = await health()();
  expect(status).toBe("ok");
  expect(queues).toEqual(providers.map((provider) => ({ provider, waiting: 3, inFlight: 2, deadLetters: 0 })));
});

test("is degraded when a message was given up", async () => {
  dead = "1";
  expect(await health()()).toMatchObject({ status: "degraded" });
});

test("says which receivers have no secret", async () => {
  missing = ["test/slack/webhook", "test/figma/webhook"];
  const { status, receivers } = await health()();
  expect(status).toBe("degraded");
  expect(receivers.filter(({ secret }) => !secret).map(({ provider }) => provider)).toEqual([
    "slack",
    "slack",
    "slack",
  ]);
});

test("counts a secret that is being deleted as missing", async () => {
  aws.on("DescribeSecret", ({ SecretId }) => json({ Name: SecretId, DeletedDate: 1 }));
  expect((await health()()).receivers.filter(({ secret }) => secret).map(({ provider }) => provider)).toEqual([
    "gmail",
  ]);
});

test("is degraded, and not broken, while the queues do not answer", async () => {
  aws.on("GetQueueAttributes", () => awsError("AccessDenied", 403));
  const { status, queues } = await health()();
  expect(status).toBe("degraded");
  expect(queues[0]).toEqual({ provider: providers[0], waiting: null, inFlight: null, deadLetters: null });
});

test("asks again after thirty seconds", async () => {
  const ask = health();
  await ask();
  const once = aws.calls.length;
  clock.now += 29_999;
  await Promise.all([ask(), ask()]);
  expect(aws.calls).toHaveLength(once);
  clock.now += 1;
  await Promise.all([ask(), ask()]);
  expect(aws.calls).toHaveLength(2 * once);
});
