// A user, their channels, and the jobs that look after them.
import { DeleteItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import { z } from "zod";
import type { ProviderId } from "../../../lib/providers/ids.ts";
import { type Channel, channel } from "../../../lib/store/channel.ts";
import { updateExpression } from "../../../lib/store/item.ts";
import { connectionOfChannel, key } from "../../../lib/store/table.ts";
import { listOf } from "../../integrations/support/connections.ts";
import type { Someone } from "../../integrations/support/someone.ts";
import { rowsOf } from "../../integrations/support/tables.ts";
import { container } from "../../refresh/support/containers.ts";
import type { Browser } from "../../support/api.ts";
import { dynamodb, sqs, tableName } from "../../support/aws.ts";
import type { LambdaProcess } from "../../support/lambda-process.ts";
import { queueUrl } from "../../support/queues.ts";
import { spy } from "../../support/spy.ts";

export const now = (): number => Math.floor(Date.now() / 1000);

/** Says whether a user wants events of a provider pushed; Figma's are of the team 1001. */
export async function want(user: Browser, provider: ProviderId, webhookEnabled: boolean, more: object = {}) {
  const answer = await user.put(`/api/integrations/${provider}/settings`, { webhookEnabled, ...more });
  expect(answer.status).toBe(200);
}

export async function channelRows({ sub }: Someone): Promise<Channel[]> {
  const rows = (await rowsOf("connections", "owner#")).filter(({ user, sk }) => user === sub && sk.startsWith("chan#"));
  return rows.map((row) => channel.parse(row));
}

const shown = z.looseObject({ id: z.string(), kind: z.string(), status: z.string(), error: z.string().optional() });

/** The channels of a user's only connection, as the list shows them. */
export async function channelsOf(user: Browser): Promise<z.output<typeof shown>[]> {
  const [item] = await listOf(user);
  return z.array(shown).parse(item?.channels ?? []);
}

/** Waits until the user's channels have these statuses. */
export async function untilChannels(user: Browser, ...statuses: string[]): Promise<void> {
  const found = async () => (await channelsOf(user)).map(({ status }) => status);
  await expect.poll(found, { interval: 200 }).toEqual(statuses);
}

const waiting = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;

/** Waits until the deployed job has worked off its queue: it looks until nothing is due, and would find what a test makes due. */
export async function atRest(): Promise<void> {
  const QueueUrl = queueUrl("channels");
  const left = async () => {
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...waiting] });
    const { Attributes } = await sqs().send(asked);
    return waiting.map((name) => Number(Attributes?.[name]));
  };
  await expect.poll(left).toEqual([0, 0]);
}

/** Waits until the deployed job is done with a connection that was just made. */
export async function lookedAfter({ sub }: Someone): Promise<void> {
  const job = "patchbay-test-jobs-keep-channels";
  const looked = async () => (await spy.calls(job)).some(({ keys = [] }) => keys.some((pk) => pk.endsWith(`#${sub}`)));
  await expect.poll(looked).toBe(true);
  await atRest();
}

/** Channels of earlier tests come due with time, and the schedule would queue them as well. */
export async function forgetChannels(): Promise<void> {
  const rows = (await rowsOf("connections", "owner#")).filter(({ sk }) => sk.startsWith("chan#"));
  for (const { pk, sk } of rows) {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    await dynamodb().send(new DeleteItemCommand({ TableName: tableName("connections"), Key }));
  }
}

/** Connects nothing and sends nothing: writes fields of a channel's row behind its back. */
export async function bend(of: Channel, fields: Partial<Record<keyof Channel, unknown>>): Promise<void> {
  const Key = key.channel(of, of.provider, of.connection, of.name);
  await dynamodb().send(
    new UpdateItemCommand({ TableName: tableName("connections"), Key, ...updateExpression(fields) }),
  );
}

/** Makes every channel of a user due since a minute. */
export async function makeDue(user: Someone, fields: Partial<Record<keyof Channel, unknown>> = {}): Promise<void> {
  for (const row of await channelRows(user)) await bend(row, { dueAt: now() - 60, ...fields });
}

/** The message that the schedule or a setting sends for a connection. */
export function messageFor(of: Channel, more: object = {}) {
  const { pk, sk } = key.channel(of, of.provider, of.connection, of.name);
  return { pk: pk.S, sk: connectionOfChannel(sk.S), ...more };
}

export interface KeeperProcess extends LambdaProcess {
  keep(message: object): Promise<void>;
}

/** The job in a process of its own, whose logs can be read. */
export async function keeper(environment: Record<string, string> = {}): Promise<KeeperProcess> {
  const job = await container("jobs/keep-channels", undefined, environment);
  return {
    ...job,
    async keep(message) {
      const attributes = { SentTimestamp: String(Date.now()), ApproximateReceiveCount: "1" };
      const record = { messageId: crypto.randomUUID(), body: JSON.stringify(message), attributes };
      expect(await job.invoke({ Records: [record] })).toEqual({ batchItemFailures: [] });
    },
  };
}
