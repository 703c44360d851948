// The AWS client repeats a write whose answer was lost: the caller that it was made for must recognize it as its own.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { aSubscription } from "../subscriptions/support/a-subscription.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
const { claimSubscription } = await import("../../lib/store/subscriptions.ts");
afterAll(() => aws.close());

const subscription = aSubscription();
let stored: string | undefined;
let lost = 0;

beforeEach(() => {
  stored = subscription.version;
  lost = 0;
  aws.on("UpdateItem", ({ ConditionExpression, ExpressionAttributeValues }) => {
    const values = ExpressionAttributeValues as Record<string, { S?: string }>;
    const accepted = [...String(ConditionExpression).matchAll(/#version = (:\w+)/g)].map(
      ([, name = ""]) => values[name]?.S,
    );
    if (!accepted.includes(stored)) return awsError("ConditionalCheckFailedException");
    stored = values[":version"]?.S;
    return lost-- > 0 ? awsError("InternalServerError", 500) : json({});
  });
});

test("a claim of a subscription holds although its answer was lost", async () => {
  lost = 1;
  expect(await claimSubscription(subscription, 1)).toMatchObject({ version: stored });
});

test("a claim of a subscription that was read before another claim does not hold", async () => {
  await claimSubscription(subscription, 1);
  expect(await claimSubscription(subscription, 1)).toBeUndefined();
});
