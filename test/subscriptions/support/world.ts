// A user, their subscriptions, and the jobs that maintain them.
import { DeleteItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import { z } from "zod";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import { updateExpression } from "../../../lib/store/item.ts";
import { type Subscription, subscriptionSchema } from "../../../lib/store/subscription.ts";
import { key, toConnectionSort } from "../../../lib/store/table.ts";
import { startContainer } from "../../connections/support/containers.ts";
import { listConnections } from "../../integrations/support/connections.ts";
import { listRows } from "../../integrations/support/tables.ts";
import type { TestUser } from "../../integrations/support/test-user.ts";
import type { Browser } from "../../support/api.ts";
import { dynamodb, sqs, tableName } from "../../support/aws.ts";
import type { LambdaProcess } from "../../support/lambda-process.ts";
import { queueUrl } from "../../support/queues.ts";
import { spy } from "../../support/spy.ts";

export const now = (): number => Math.floor(Date.now() / 1000);

/** Turns pushed events of a provider on or off for a user; Figma's are those of the team 1001. */
export async function setWebhookEnabled(
  user: Browser,
  provider: ProviderId,
  webhookEnabled: boolean,
  more: object = {},
) {
  const answer = await user.put(`/api/integrations/${provider}/settings`, { webhookEnabled, ...more });
  expect(answer.status).toBe(200);
}

export async function readSubscriptionRows({ sub }: TestUser): Promise<Subscription[]> {
  const rows = (await listRows("connections", "owner#")).filter(
    ({ user, sk }) => user === sub && sk.startsWith("chan#"),
  );
  return rows.map((row) => subscriptionSchema.parse(row));
}

const shown = z.looseObject({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  target: z.string().optional(),
  error: z.string().optional(),
});

/** The subscriptions of a user's only connection, as the list shows them. */
export async function listShownSubscriptions(user: Browser): Promise<z.output<typeof shown>[]> {
  const [item] = await listConnections(user);
  return z.array(shown).parse(item?.channels ?? []);
}

/** Waits until the user's subscriptions have these statuses. */
export async function waitForSubscriptions(user: Browser, ...statuses: string[]): Promise<void> {
  const listStatuses = async () => (await listShownSubscriptions(user)).map(({ status }) => status);
  await expect.poll(listStatuses, { interval: 200 }).toEqual(statuses);
}

const waiting = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;

/** Waits until the deployed job's queue is empty: a job that is still running would process what a test makes due. */
export async function waitUntilQueueIdle(): Promise<void> {
  const QueueUrl = queueUrl("channels");
  const left = async () => {
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...waiting] });
    const { Attributes } = await sqs().send(asked);
    return waiting.map((name) => Number(Attributes?.[name]));
  };
  await expect.poll(left).toEqual([0, 0]);
}

/** Waits until the deployed job has processed a new connection. */
export async function waitUntilReconciled({ sub }: TestUser): Promise<void> {
  const job = "patchbay-test-jobs-keep-channels";
  const hasRun = async () => (await spy.calls(job)).some(({ keys = [] }) => keys.some((pk) => pk.endsWith(`#${sub}`)));
  await expect.poll(hasRun).toBe(true);
  await waitUntilQueueIdle();
}

/** Deletes all subscriptions: those of earlier tests become due with time, and the schedule would queue them too. */
export async function deleteSubscriptions(): Promise<void> {
  const rows = (await listRows("connections", "owner#")).filter(({ sk }) => sk.startsWith("chan#"));
  for (const { pk, sk } of rows) {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    await dynamodb().send(new DeleteItemCommand({ TableName: tableName("connections"), Key }));
  }
}

/** Overwrites fields of a subscription's row, without starting any job. */
export async function overwriteSubscription(
  of: Subscription,
  fields: Partial<Record<keyof Subscription, unknown>>,
): Promise<void> {
  const Key = key.subscription(of, of.provider, of.connection, of.name);
  await dynamodb().send(
    new UpdateItemCommand({ TableName: tableName("connections"), Key, ...updateExpression(fields) }),
  );
}

/** Makes every subscription of a user due since a minute ago. */
export async function makeDue(
  user: TestUser,
  fields: Partial<Record<keyof Subscription, unknown>> = {},
): Promise<void> {
  for (const row of await readSubscriptionRows(user))
    await overwriteSubscription(row, { dueAt: now() - 60, ...fields });
}

/** The message that the schedule, or a changed setting, sends for a connection. */
export function createReconcileMessage(of: Subscription, more: object = {}) {
  const { pk, sk } = key.subscription(of, of.provider, of.connection, of.name);
  return { pk: pk.S, sk: toConnectionSort(sk.S), ...more };
}

export interface ReconcileProcess extends LambdaProcess {
  keep(message: object): Promise<void>;
}

/** Starts the job in a separate process, whose logs can be read. */
export async function startReconcileProcess(environment: Record<string, string> = {}): Promise<ReconcileProcess> {
  const job = await startContainer("jobs/keep-channels", undefined, environment);
  return {
    ...job,
    async keep(message) {
      const attributes = { SentTimestamp: String(Date.now()), ApproximateReceiveCount: "1" };
      const record = { messageId: crypto.randomUUID(), body: JSON.stringify(message), attributes };
      expect(await job.invoke({ Records: [record] })).toEqual({ batchItemFailures: [] });
    },
  };
}
