// Appends to the outbox as the Lambdas do, and reads what is stored.
import { randomUUID } from "node:crypto";
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { expect } from "vitest";
import type { Owner } from "../../../lib/store/owner.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import { cloud } from "../../support/cloud.ts";

Object.assign(process.env, {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_ENDPOINT_URL: cloud().awsEndpoint,
  FEED_TABLE: tableName("feed"),
  TRANSIENT_TABLE: tableName("transient"),
  STAGE: "test",
});
const { appendToOutbox } = await import("../../../lib/store/outbox.ts");

export interface FeedUser extends Owner {
  readonly person: { readonly sub: string; readonly org: string };
}

/** A new user. */
export function createFeedUser(): FeedUser {
  const sub = `live-${randomUUID()}`;
  return { tenant: "c#acme", user: sub, person: { sub, org: "acme" } };
}

const activityData = (title: string, given: Record<string, unknown> = {}) => ({
  provider: "slack",
  kind: "message",
  title,
  excerpt: `about ${title}`,
  source: { url: "https://slack.example/archives/C1/p1", id: "1" },
  actionItems: [{ text: "Send the report", confidence: 0.9, done: false }],
  participants: ["Ada"],
  at: new Date().toISOString(),
  connectionId: "connection-1",
  ...given,
});

export const appendActivity = ({ tenant, user }: Owner, title: string, given: Record<string, unknown> = {}) =>
  appendToOutbox({ tenant, user, key: `activity#${title}`, type: "activity", data: activityData(title, given) });

export const appendConnectionChange = ({ tenant, user }: Owner, id: string, change: string) =>
  appendToOutbox({
    tenant,
    user,
    key: randomUUID(),
    type: "connection.changed",
    data: { id, provider: "slack", accountName: "Acme", status: change === "connected" ? "active" : change, change },
  });

/** The rows of one of a user's partitions: outbox, feed, activity, lost or socket. */
export async function listRows(kind: string, { tenant, user }: Owner): Promise<Record<string, unknown>[]> {
  const pk = [kind, tenant, user].map((part, index) => (index === 0 ? part : encodeURIComponent(part))).join("#");
  const { Items = [] } = await dynamodb().send(
    new QueryCommand({
      TableName: tableName(kind === "socket" ? "transient" : "feed"),
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: pk } },
    }),
  );
  return Items.map((item) => unmarshall(item));
}

/**
 * Waits until the consumer has pushed everything up to a sequence number to a user's open pages. It lists the sockets after it has
 * assigned the numbers, so a page that opens in between gets the frames too. Without an open page, it records nothing.
 */
export const waitUntilPushed = (user: Owner, seq: number) =>
  expect.poll(async () => (await listRows("feed", user)).find(({ sk }) => sk === "head")?.pushed).toBe(seq);
