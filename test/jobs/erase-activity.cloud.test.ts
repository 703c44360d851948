// The job that removes what a disconnected account left in its user's feed.
import { randomUUID } from "node:crypto";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { beforeEach, expect, test } from "vitest";
import { connectAccount, getConnectionId } from "../integrations/support/connections.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { listRows as listTableRows } from "../integrations/support/tables.ts";
import { createUser } from "../integrations/support/test-user.ts";
import { appendActivity, createFeedUser, type FeedUser, listRows } from "../realtime/support/feed.ts";
import { tableName } from "../support/aws.ts";
import { queueUrl } from "../support/queues.ts";

Object.assign(process.env, { CONNECTIONS_TABLE: tableName("connections"), ERASURES_QUEUE_URL: queueUrl("erasures") });
const { eraseActivity } = await import("../../lib/connections/erase-activity.ts");
const { erasurePut } = await import("../../lib/store/erasures.ts");

beforeEach(resetWorld);

const now = () => Math.floor(Date.now() / 1000);

async function storeErasure(owner: Pick<FeedUser, "tenant" | "user">, id: string): Promise<string> {
  const erasureId = randomUUID();
  const client = new DynamoDBClient({ endpoint: process.env.AWS_ENDPOINT_URL ?? "" });
  const { tenant, user } = owner;
  await client.send(new PutItemCommand(erasurePut(erasureId, { tenant, user, provider: "slack", id }, now())));
  return erasureId;
}

async function recordOne(owner: Pick<FeedUser, "tenant" | "user">, id: string, title: string): Promise<void> {
  const before = (await listRows("activity", { ...owner })).length;
  await appendActivity(owner, `${id}#${title}`, { title, connectionId: id });
  await expect.poll(async () => (await listRows("activity", owner)).length).toBe(before + 1);
}

const listTitles = async (owner: Pick<FeedUser, "tenant" | "user">) =>
  (await listRows("activity", owner)).map(({ title }) => title);

const isPending = async (erasureId: string) => (await listTableRows("transient", `erasure#${erasureId}`)).length === 1;

test("removes in a second pass what a worker recorded meanwhile, and is done then", async () => {
  const user = createFeedUser();
  const erasureId = await storeErasure(user, "gone");
  await recordOne(user, "gone", "early");
  await recordOne(user, "other", "of another account");
  await eraseActivity({ erasureId }, now(), now() + 1);
  expect([await listTitles(user), await isPending(erasureId)]).toEqual([["of another account"], true]);
  await recordOne(user, "gone", "late");
  await eraseActivity({ erasureId, isLastPass: true }, now(), now() + 1);
  expect([await listTitles(user), await isPending(erasureId)]).toEqual([["of another account"], false]);
  await eraseActivity({ erasureId }, now() - 61, now());
});

test("leaves what came after the account was connected again", async () => {
  const user = await createUser();
  const owner = { tenant: "c#acme", user: user.sub };
  await connectAccount(user, "slack");
  const id = await getConnectionId(user, "Acme");
  await recordOne(owner, id, "of the new connection");
  const erasureId = await storeErasure(owner, id);
  await eraseActivity({ erasureId, isLastPass: true }, now(), now() + 1);
  expect(await listTitles(owner)).toEqual(["of the new connection"]);
});

test("does not publish what waits in the outbox, and empties it", async () => {
  const user = createFeedUser();
  await recordOne(user, "gone", "early");
  const erasureId = await storeErasure(user, "gone");
  await eraseActivity({ erasureId, isLastPass: true }, now(), now() + 1);
  const [row] = await listRows("outbox", user);
  expect(row).toMatchObject({ data: {}, seq: 1 });
});

test("waits a minute for the account to be disconnected, and then gives up", async () => {
  const erasureId = randomUUID();
  await expect(eraseActivity({ erasureId }, now() - 59, now())).rejects.toThrow("not disconnected yet");
  await eraseActivity({ erasureId }, now() - 60, now());
});
