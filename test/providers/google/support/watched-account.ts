// Google accounts with an open subscription, their notifications, and what the worker makes of them.
import { randomUUID } from "node:crypto";
import { QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, onTestFinished } from "vitest";
import * as z from "zod";
import { fromItem, updateExpression } from "../../../../lib/store/item.ts";
import { type Subscription, subscriptionSchema } from "../../../../lib/store/subscription.ts";
import { key, ownerPartition, subscriptionSort } from "../../../../lib/store/table.ts";
import { type Account, connectAccount } from "../../../connections/support/account.ts";
import { startContainer } from "../../../connections/support/containers.ts";
import { dynamodb, tableName } from "../../../support/aws.ts";
import type { Consent } from "../../../support/flow.ts";
import type { LambdaProcess } from "../../../support/lambda-process.ts";
import { listOutboxData } from "../../../support/outbox-rows.ts";
import { sandbox } from "../../../support/sandbox.ts";

type Provider = "gmail" | "calendar";

export interface WatchedAccount extends Account {
  /** The row of its subscription, or of the one for `target` where it may have several. */
  readSubscription(target?: string): Promise<Subscription>;
  /** Overwrites fields of that row. */
  overwriteSubscription(fields: Partial<Record<keyof Subscription, unknown>>): Promise<void>;
  /** The outbox rows of its user, of one type, oldest first. */
  listOutboxData(type?: "activity" | "sync.progress"): Promise<Record<string, unknown>[]>;
}

/** Connects an account and waits for its subscription. After the test it is marked revoked, so that no job calls Google for it. */
export async function connectWatched(provider: Provider, consent: Consent = {}): Promise<WatchedAccount> {
  const account = await connectAccount(provider, consent);
  onTestFinished(() => account.change({ status: "revoked" }));
  const owner = { tenant: `c#${account.person.org}`, user: account.person.sub };
  const { id } = await account.readStored();
  expect((await account.user.put(`/api/integrations/${provider}/settings`, { webhookEnabled: true })).status).toBe(200);
  const find = async (target?: string) => {
    const { Items = [] } = await dynamodb().send(
      new QueryCommand({
        TableName: tableName("connections"),
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues: {
          ":pk": { S: ownerPartition(owner) },
          ":sk": { S: subscriptionSort(provider, id) },
        },
      }),
    );
    const rows = Items.map((item) => fromItem(subscriptionSchema, item));
    return rows.find((row) => target === undefined || row.target === target);
  };
  await expect.poll(async () => (await find())?.cursor).toBeDefined();
  return {
    ...account,
    async readSubscription(target) {
      const found = await find(target);
      if (found === undefined) throw new Error("There is no channel");
      return found;
    },
    async overwriteSubscription(fields) {
      const Key = key.subscription(owner, provider, id, (await find())?.name ?? "");
      const update = { TableName: tableName("connections"), Key };
      await dynamodb().send(new UpdateItemCommand({ ...update, ...updateExpression(fields) }));
    },
    listOutboxData: (type) => listOutboxData(owner, type),
  };
}

export const titles = (told: readonly Record<string, unknown>[]) => told.map(({ title }) => String(title));

/** A message on a provider's queue, as its receiver sends it. */
export const createMessage = (provider: Provider, delivery: object) => ({
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
  /** Processes messages as one batch. @returns how many failed */
  work(...messages: object[]): Promise<number>;
  /** The same at a later attempt, from 1. */
  retry(attempt: number, ...messages: object[]): Promise<number>;
  logs(): string;
}

/** Starts a new container of a provider's worker. */
export async function startWorker(provider: Provider, environment: Record<string, string> = {}): Promise<Worker> {
  const lambda: LambdaProcess = await startContainer(`${provider}/process-webhook`, provider, environment);
  const work = async (attempt: number, messages: readonly object[]) => {
    const Records = messages.map((message) => ({
      messageId: randomUUID(),
      receiptHandle: "handle",
      body: JSON.stringify(message),
      attributes: { SentTimestamp: String(Date.now()), ApproximateReceiveCount: String(attempt) },
    }));
    const answer: unknown = await lambda.invoke({ Records });
    return z.object({ batchItemFailures: z.array(z.unknown()) }).parse(answer).batchItemFailures.length;
  };
  return {
    logs: lambda.logs,
    work: (...messages) => work(1, messages),
    retry: (attempt, ...messages) => work(attempt, messages),
  };
}

const deliveries = z.array(z.object({ body: z.string() }));
/** An address where nobody listens: the test itself passes pushed events to the worker. */
const nowhere = { url: "http://127.0.0.1:9/", retry: false };

/** Creates an event at Google without delivering its notification. @returns the notification's body */
export async function emitEvent(event: Record<string, unknown>): Promise<string> {
  const [delivery] = deliveries.parse(await sandbox("google").push({ ...event, ...nowhere }));
  return delivery?.body ?? "";
}

/** Adds a mail to the mailbox. @returns the message about it for Gmail's queue */
export const emitMail = async (fields: Record<string, unknown> = {}) =>
  createMessage("gmail", { body: await emitEvent({ event: "mail", ...fields }) });

/** The worker's requests to Google, as path and query. */
export async function listGoogleRequests(path: string): Promise<string[]> {
  const requests = await sandbox("google").requests(path);
  return requests.map((request) => request.path);
}
