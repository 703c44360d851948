import {
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test } from "vitest";
import { connectionSort, ownerPartition } from "../../lib/store/table.ts";
import { type Account, connectAccount, getSandbox, nowSeconds } from "../connections/support/account.ts";
import { listAuditedActions } from "../connections/support/audit.ts";
import { listRedemptions, tokenPath } from "../connections/support/calls.ts";
import { findMetrics, startContainer } from "../connections/support/containers.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { sqs } from "../support/aws.ts";

resetBeforeEach();

async function connectDue(provider: Account["provider"] = "calendar"): Promise<Account> {
  await getSandbox(provider).behave({ rotation: true });
  const account = await connectAccount(provider);
  await account.change({ dueAt: nowSeconds() - 60 });
  return account;
}

async function createMessage(account: Account): Promise<string> {
  const stored = await account.readStored();
  return JSON.stringify({ pk: ownerPartition(stored), sk: connectionSort(stored.provider, stored.id) });
}

const worker = () => startContainer("jobs/refresh-tokens");
const batch = (...bodies: string[]) => ({
  Records: bodies.map((body, at) => ({
    messageId: `m${at}`,
    body,
    attributes: { SentTimestamp: String(Date.now()), ApproximateReceiveCount: "1" },
  })),
});

test("renews every token set of a connection that is due", async () => {
  const account = await connectDue("slack");
  const lambda = await worker();
  expect(await lambda.invoke(batch(await createMessage(account)))).toEqual({ batchItemFailures: [] });
  await expect.poll(() => findMetrics(lambda.logs())).toContain("RenewalDue");
  expect(findMetrics(lambda.logs())).not.toContain("RenewalLapsed");
  expect(await listRedemptions("slack")).toHaveLength(2);
  expect(await listAuditedActions(account)).toEqual(["connect", "refresh", "refresh"]);
});

test("a message for a connection that is no longer due does nothing", async () => {
  const account = await connectDue();
  const message = await createMessage(account);
  await account.change({ dueAt: nowSeconds() + 3600 });
  expect(await (await worker()).invoke(batch(message))).toEqual({ batchItemFailures: [] });
  expect(await listRedemptions("calendar")).toEqual([]);
});

test("a message delivered twice redeems one refresh token", async () => {
  const account = await connectDue("figma");
  const message = await createMessage(account);
  const lambda = await worker();
  await lambda.invoke(batch(message));
  await lambda.invoke(batch(message));
  expect(await listRedemptions("figma")).toHaveLength(1);
});

test("a message for a connection that was disconnected meanwhile counts as done", async () => {
  const account = await connectDue();
  const message = await createMessage(account);
  await account.user.delete("/api/integrations/calendar");
  expect(await (await worker()).invoke(batch(message))).toEqual({ batchItemFailures: [] });
});

test("a grant that no longer exists is marked once, and its message counts as done", async () => {
  const account = await connectDue();
  await getSandbox("calendar").revokeGrants();
  const lambda = await worker();
  expect(await lambda.invoke(batch(await createMessage(account)))).toEqual({ batchItemFailures: [] });
  await expect.poll(() => findMetrics(lambda.logs())).toEqual(expect.arrayContaining(["RenewalDue", "RenewalLapsed"]));
  expect((await account.readStored()).status).toBe("reconnect_needed");
  expect(await listAuditedActions(account)).toEqual(["connect", "reconnect_needed"]);
});

test("an outage of one provider fails that message only", async () => {
  const [down, up] = [await connectDue("calendar"), await connectDue("figma")];
  await down.setRemainingSeconds(-10);
  await getSandbox("calendar").script({ path: tokenPath.calendar, status: 503, times: 9 });
  const messages = await Promise.all([down, up].map(createMessage));
  expect(await (await worker()).invoke(batch(...messages))).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
  expect((await down.readStored()).status).toBe("active");
  expect((await up.readStored()).dueAt).toBeGreaterThan(nowSeconds());
});

test("an outage while the token is still valid postpones the renewal by an hour, so that others are not delayed", async () => {
  const account = await connectDue("calendar");
  await getSandbox("calendar").script({ path: tokenPath.calendar, status: 503, times: 9 });
  expect(await (await worker()).invoke(batch(await createMessage(account)))).toEqual({ batchItemFailures: [] });
  const waits = ((await account.readStored()).dueAt ?? 0) - nowSeconds();
  expect([waits > 3500, waits <= 3600]).toEqual([true, true]);
});

test("a token set that failed while the other was renewed is still due", async () => {
  const account = await connectDue("slack");
  const old = nowSeconds() - 40 * 86_400;
  const { tokens } = await account.readStored();
  const aged = Object.entries(tokens).map(([set, token]) => [
    set,
    { ...token, issuedAt: old, expiresAt: old + 43_200 },
  ]);
  await account.change({ tokens: Object.fromEntries(aged) });
  const message = await createMessage(account);
  await getSandbox("slack").script(
    { path: tokenPath.slack, passThrough: true },
    { path: tokenPath.slack, status: 503 },
  );
  const lambda = await worker();
  expect(await lambda.invoke(batch(message))).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
  await account.change({ refreshNotBefore: 0 });
  await lambda.invoke(batch(message));
  const issued = Object.values((await account.readStored()).tokens).map(({ issuedAt }) => issuedAt);
  expect(Math.min(...issued)).toBeGreaterThan(old);
});

test.each(["not json", "{}", '{"pk":1,"sk":2}', "null"])("a message that says %s fails alone", async (poison) => {
  const account = await connectDue();
  const answer = await (await worker()).invoke(batch(poison, await createMessage(account)));
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
  expect(await listRedemptions("calendar")).toHaveLength(1);
});

test("a client that the provider rejects raises the operator's alarm and marks nobody", async () => {
  const account = await connectDue();
  await account.setRemainingSeconds(-10);
  await getSandbox("calendar").behave({ refreshError: "invalid_client" });
  const lambda = await worker();
  expect(await lambda.invoke(batch(await createMessage(account)))).toEqual({
    batchItemFailures: [{ itemIdentifier: "m0" }],
  });
  await expect.poll(() => findMetrics(lambda.logs())).toContain("OAuthClientRejected");
  expect((await account.readStored()).status).toBe("active");
});

async function queue(name: string): Promise<string> {
  return (await sqs().send(new GetQueueUrlCommand({ QueueName: `patchbay-test-refreshes${name}` }))).QueueUrl ?? "";
}

test("a message that always fails ends in the dead-letter queue while others are processed", async () => {
  const [QueueUrl, deadLetters] = await Promise.all([queue(""), queue("-dead-letters")]);
  await sqs().send(new PurgeQueueCommand({ QueueUrl: deadLetters }));
  // As deployed a failed message stays hidden for minutes: longer than a test.
  const hideFor = (VisibilityTimeout: string) =>
    sqs().send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout } }));
  await hideFor("1");
  onTestFinished(async () => void (await hideFor("720")));
  const account = await connectDue("figma");
  const poison = `poison ${crypto.randomUUID()}`;
  await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: poison }));
  await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: await createMessage(account) }));
  await expect.poll(async () => (await account.readStored()).dueAt).toBeGreaterThan(nowSeconds());
  const dead = async () => (await sqs().send(new ReceiveMessageCommand({ QueueUrl: deadLetters }))).Messages?.[0]?.Body;
  await expect.poll(dead, { timeout: 40_000, interval: 500 }).toBe(poison);
});
