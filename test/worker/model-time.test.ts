// One delivery may bring hundreds of texts, and a model takes seconds for each: the worker ends after a minute.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { OutboxMessage } from "../../lib/store/announcements.ts";
import type { Activity } from "../../lib/webhooks/activity.ts";
import type { EventContext } from "../../lib/webhooks/reading.ts";
import { farEnd, json } from "../http/far-end.ts";
import { aConnection } from "../oauth/a-connection.ts";
import { awsStandIn } from "../store/aws-stand-in.ts";

const aws = await awsStandIn();
const bedrock = await farEnd(json({}, 500));
process.env.INSIGHTS_MODEL = "example.model-v1:0";
process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = bedrock.url;
const { announceActivity } = await import("../../lib/webhooks/activity.ts");

afterAll(async () => {
  delete process.env.INSIGHTS_MODEL;
  await Promise.all([aws.close(), bedrock.close()]);
});
beforeEach(() => {
  aws.on("GetItem", () => json({}));
  bedrock.asked.length = 0;
});

function arrivalAt(clock: { now: number }) {
  const told: OutboxMessage[] = [];
  const context: EventContext = {
    now: () => clock.now,
    fetch,
    vault: { seal: async () => new Uint8Array(), unseal: async () => "", unsealBytes: async () => Buffer.of() },
    receipt: "r-1",
    routed: [],
    occurredAt: clock.now,
    preferences: new Map(),
    connection: async () => undefined,
    announce: async (announcement) => told.push(announcement) > 0,
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
  const { context, told } = arrivalAt(clock);
  for (let number = 0; number < 20; number++) {
    await announceActivity(context, aConnection(), mail(number));
    clock.now += 2;
  }
  expect(told).toHaveLength(20);
  expect(bedrock.asked).toHaveLength(3);
});

test("what one delivery has used up is not another's", async () => {
  const clock = { now: 1_800_000_000 };
  const [first, second] = [arrivalAt(clock), arrivalAt(clock)];
  await announceActivity(first.context, aConnection(), mail(1));
  clock.now += 60;
  await announceActivity(first.context, aConnection(), mail(2));
  await announceActivity(second.context, aConnection(), mail(3));
  expect(bedrock.asked).toHaveLength(2);
});
