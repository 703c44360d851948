// A delivery may contain hundreds of texts, a model needs seconds for each, and the worker times out after a minute.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { OutboxMessage } from "../../lib/store/outbox.ts";
import type { Activity } from "../../lib/webhooks/record-activity.ts";
import type { EventContext } from "../../lib/webhooks/webhook-source.ts";
import { aConnection } from "../support/a-connection.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { json, startTestServer } from "../support/test-server.ts";

const aws = await startAwsStandIn();
const bedrock = await startTestServer(json({}, 500));
process.env.INSIGHTS_MODEL = "example.model-v1:0";
process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = bedrock.url;
const { recordActivity } = await import("../../lib/webhooks/record-activity.ts");

afterAll(async () => {
  delete process.env.INSIGHTS_MODEL;
  await Promise.all([aws.close(), bedrock.close()]);
});
beforeEach(() => {
  aws.on("GetItem", () => json({}));
  bedrock.requests.length = 0;
});

function createContextAt(clock: { now: number }) {
  const told: OutboxMessage[] = [];
  const context: EventContext = {
    now: () => clock.now,
    fetch,
    vault: { seal: async () => new Uint8Array(), unseal: async () => "", unsealBytes: async () => Buffer.of() },
    deliveryId: "r-1",
    attempt: 1,
    setAside: async () => undefined,
    recipients: [],
    occurredAt: clock.now,
    preferences: new Map(),
    readConnection: async () => undefined,
    appendToOutbox: async (announcement) => told.push(announcement) > 0,
  };
  return { context, told };
}

const mail = (number: number): Activity => ({
  key: `mail#${number}`,
  kind: "mail",
  category: "mail",
  title: "Slides",
  text: "Could you send me the slides by Friday?",
  people: [],
  source: { url: "https://mail.example.com/", id: String(number) },
  at: new Date(0),
  mentionsOwner: true,
});

test("a delivery asks a model for some seconds only, and all of its texts are told", async () => {
  const clock = { now: 1_800_000_000 };
  const { context, told } = createContextAt(clock);
  for (let number = 0; number < 20; number++) {
    await recordActivity(context, aConnection(), mail(number));
    clock.now += 2;
  }
  expect(told).toHaveLength(20);
  expect(bedrock.requests).toHaveLength(3);
});

test("one delivery's budget does not affect another's", async () => {
  const clock = { now: 1_800_000_000 };
  const [first, second] = [createContextAt(clock), createContextAt(clock)];
  await recordActivity(first.context, aConnection(), mail(1));
  clock.now += 60;
  await recordActivity(first.context, aConnection(), mail(2));
  await recordActivity(second.context, aConnection(), mail(3));
  expect(bedrock.requests).toHaveLength(2);
});

test("a text is left to the rules when the five seconds are over", async () => {
  const clock = { now: 1_800_000_000 };
  const { context } = createContextAt(clock);
  await recordActivity(context, aConnection(), mail(1));
  clock.now += 4;
  await recordActivity(context, aConnection(), mail(2));
  clock.now += 1;
  await recordActivity(context, aConnection(), mail(3));
  expect(bedrock.requests).toHaveLength(2);
});
