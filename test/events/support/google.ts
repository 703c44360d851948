// Accounts that Google tells us about, what it tells, and what becomes of it.
import { randomUUID } from "node:crypto";
import { QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { expect, onTestFinished } from "vitest";
import * as z from "zod";
import { type Channel, channel } from "../../../lib/store/channel.ts";
import { fromItem, updateExpression } from "../../../lib/store/item.ts";
import { channelSort, key, ownerPartition } from "../../../lib/store/table.ts";
import { type Account, connected } from "../../refresh/support/account.ts";
import { container } from "../../refresh/support/containers.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import type { Consent } from "../../support/flow.ts";
import type { LambdaProcess } from "../../support/lambda-process.ts";
import { sandbox } from "../../support/sandbox.ts";

type Provider = "gmail" | "calendar";

export interface Watched extends Account {
  /** The row of its one channel. */
  channel(): Promise<Channel>;
  /** Writes fields of that row behind its back. */
  moveChannel(fields: Partial<Record<keyof Channel, unknown>>): Promise<void>;
  /** What was announced to its user, of one type, oldest first. */
  told(type?: keyof typeof prefixes): Promise<Record<string, unknown>[]>;
}

const prefixes = { activity: "activity#", "sync.progress": "resync#" } as const;

/** Connects an account and has its channel opened. When the test is over, nobody asks Google for it any more. */
export async function watched(provider: Provider, consent: Consent = {}): Promise<Watched> {
  const account = await connected(provider, consent);
  onTestFinished(() => account.change({ status: "revoked" }));
  const owner = { tenant: `c#${account.person.org}`, user: account.person.sub };
  const { id } = await account.stored();
  expect((await account.user.put(`/api/integrations/${provider}/settings`, { webhookEnabled: true })).status).toBe(200);
  const rows = (pk: string, sk: string, table: "connections" | "feed") =>
    dynamodb().send(
      new QueryCommand({
        TableName: tableName(table),
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues: { ":pk": { S: pk }, ":sk": { S: sk } },
      }),
    );
  const find = async () => {
    const { Items = [] } = await rows(ownerPartition(owner), channelSort(provider, id), "connections");
    return Items.map((item) => fromItem(channel, item))[0];
  };
  await expect.poll(async () => (await find())?.cursor).toBeDefined();
  return {
    ...account,
    async channel() {
      const found = await find();
      if (found === undefined) throw new Error("There is no channel");
      return found;
    },
    async moveChannel(fields) {
      const Key = key.channel(owner, provider, id, (await find())?.name ?? "");
      const update = { TableName: tableName("connections"), Key };
      await dynamodb().send(new UpdateItemCommand({ ...update, ...updateExpression(fields) }));
    },
    async told(type = "activity") {
      const { Items = [] } = await rows(key.outbox(owner, "").pk.S, prefixes[type], "feed");
      const announced = z.array(
        z.object({ type: z.string(), at: z.string(), data: z.record(z.string(), z.unknown()) }),
      );
      const sorted = announced.parse(Items.map((item) => unmarshall(item)));
      sorted.sort((a, b) => a.at.localeCompare(b.at));
      return sorted.filter((row) => row.type === type).map(({ data }) => data);
    },
  };
}

export const titles = (told: readonly Record<string, unknown>[]) => told.map(({ title }) => String(title));

/** A message on a provider's queue, as a receiver puts it there. */
export const queued = (provider: Provider, delivery: object) => ({
  receipt: randomUUID(),
  provider,
  kind: "push",
  receivedAt: Date.now(),
  headers: {},
  encoding: "utf8",
  body: "",
  ...delivery,
});

export interface Worker {
  /** Hands over messages in one batch. @returns how many of them failed */
  work(...messages: object[]): Promise<number>;
  logs(): string;
}

/** A fresh container of a provider's worker. */
export async function worker(provider: Provider, environment: Record<string, string> = {}): Promise<Worker> {
  const lambda: LambdaProcess = await container(`${provider}/process-webhook`, provider, environment);
  return {
    logs: lambda.logs,
    async work(...messages) {
      const Records = messages.map((message) => ({
        messageId: randomUUID(),
        receiptHandle: "handle",
        body: JSON.stringify(message),
        attributes: { SentTimestamp: String(Date.now()), ApproximateReceiveCount: "1" },
      }));
      const answer: unknown = await lambda.invoke({ Records });
      return z.object({ batchItemFailures: z.array(z.unknown()) }).parse(answer).batchItemFailures.length;
    },
  };
}

const deliveries = z.array(z.object({ body: z.string() }));
/** Nobody listens there: what is pushed is for the test to hand over. */
const nowhere = { url: "http://127.0.0.1:9/", retry: false };

/** Something happens at Google, and its notification gets lost on the way. @returns the notification's body */
export async function happens(event: Record<string, unknown>): Promise<string> {
  const [delivery] = deliveries.parse(await sandbox("google").push({ ...event, ...nowhere }));
  return delivery?.body ?? "";
}

/** A mail arrives. @returns the message about it on Gmail's queue */
export const mailArrives = async (fields: Record<string, unknown> = {}) =>
  queued("gmail", { body: await happens({ event: "mail", ...fields }) });

/** What the worker asked Google for, as path and query. */
export async function askedGoogle(path: string): Promise<string[]> {
  const requests = await sandbox("google").requests(path);
  return requests.map((request) => request.path);
}
