import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
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
process.env.CLIENT_IDS_PARAMETER = "/patchbay/test/client-ids";
process.env.WEBHOOK_PROBE = resolvePermission("webhooks:probe", { config, place: account }).environment.WEBHOOK_PROBE;

const clock = { now: 0 };
const everyClient = Object.fromEntries(providers.map((id) => [id, "id"]));
let clientIds: Record<string, string> = {};
let missing: string[] = [];
let dead = "0";
beforeEach(() => {
  aws.forget();
  missing = [];
  clientIds = everyClient;
  aws.on("GetParameter", () => json({ Parameter: { Value: JSON.stringify(clientIds) } }));
  dead = "0";
  aws.on("DescribeSecret", ({ SecretId }) =>
    missing.some((name) => String(SecretId).endsWith(`test/${name}`))
      ? awsError("ResourceNotFoundException")
      : json({ Name: SecretId }),
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
  missing = ["slack/webhook", "figma/webhook"];
  const { status, receivers } = await health()();
  expect(status).toBe("degraded");
  expect(receivers.filter(({ secret }) => !secret).map(({ provider }) => provider)).toEqual([
    "slack",
    "slack",
    "slack",
  ]);
});

test("is ok when only providers without a client have no secret", async () => {
  missing = ["slack/webhook"];
  clientIds = { figma: "id" };
  expect(await readInNewContainer()).toMatchObject({ status: "ok" });
  clientIds = { figma: "id", slack: "id" };
  expect(await readInNewContainer()).toMatchObject({ status: "degraded" });
});

/** A new container has no client ids in its cache. */
async function readInNewContainer() {
  vi.resetModules();
  const { createWebhookHealthReader: create } = await import("../../lib/health/receivers.ts");
  return create()();
}

test("finds a secret under the name that it had in 0.1.0", async () => {
  aws.on("DescribeSecret", ({ SecretId }) =>
    String(SecretId).startsWith("test/") ? json({ Name: SecretId }) : awsError("AccessDeniedException"),
  );
  expect(await health()()).toMatchObject({ status: "ok" });
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
  // The client ids have a cache of their own.
  await health()();
  aws.calls.length = 0;
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
