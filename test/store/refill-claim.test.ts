import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
const { claimRefill } = await import("../../lib/store/cache.ts");
afterAll(() => aws.close());

const at = { tenant: "c#acme", user: "ada", connection: "c-1", name: "users:bot" } as const;

/** The holder of the claim in the row. */
let holder: string | undefined;
let lost = 0;

beforeEach(() => {
  aws.forget();
  holder = undefined;
  aws.on("UpdateItem", (input) => {
    const values = input.ExpressionAttributeValues as Record<string, { S?: string; M?: { owner: { S: string } } }>;
    if (holder !== undefined && values[":owner"]?.S !== holder) return awsError("ConditionalCheckFailedException");
    holder = values[":claim"]?.M?.owner.S;
    return lost-- > 0 ? awsError("InternalServerError", 500) : json({});
  });
});

test("a claim whose confirmation was lost is still its own when it is sent again", async () => {
  lost = 1;
  expect(await claimRefill(at, "mine", 1_800_000_000, 30)).toEqual({ before: undefined });
  expect(holder).toBe("mine");
});

test("does not touch another request's claim", async () => {
  holder = "theirs";
  lost = 0;
  expect(await claimRefill(at, "mine", 1_800_000_000, 30)).toBeUndefined();
  expect(holder).toBe("theirs");
});
