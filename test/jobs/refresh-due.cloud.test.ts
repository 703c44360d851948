import { expect, test } from "vitest";
import { dueShard } from "../../lib/store/table.ts";
import { type Account, connectAccount, getSandbox, nowSeconds } from "../connections/support/account.ts";
import { startContainer } from "../connections/support/containers.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { spy } from "../support/spy.ts";

resetBeforeEach();

async function connectDue(provider: "figma" | "calendar", seconds: number): Promise<Account> {
  const account = await connectAccount(provider);
  await account.change({ dueAt: nowSeconds() + seconds });
  return account;
}

async function runSchedule() {
  const lambda = await startContainer("jobs/queue-due-refreshes");
  await spy.forget();
  return lambda.invoke({});
}

const readVersion = async (account: Account) => (await account.readStored()).version;

test("a connection that is due is renewed, and due again only much later", async () => {
  const account = await connectDue("figma", -60);
  const before = await readVersion(account);
  await runSchedule();
  await expect.poll(() => readVersion(account)).not.toBe(before);
  expect((await account.readStored()).dueAt).toBeGreaterThan(nowSeconds() + 40 * 86_400);
});

test("a connection that is not due is left alone", async () => {
  const [later, now] = [await connectDue("calendar", 3600), await connectDue("calendar", -1)];
  const [laterBefore, nowBefore] = [await readVersion(later), await readVersion(now)];
  await runSchedule();
  await expect.poll(() => readVersion(now)).not.toBe(nowBefore);
  expect(await readVersion(later)).toBe(laterBefore);
});

test("what is due is found by the index, shard by shard, without a scan", async () => {
  await runSchedule();
  const calls = await spy.calls("jobs-queue-due-refreshes");
  const shards = calls.filter(({ operation }) => operation === "Query").flatMap(({ keys = [] }) => keys);
  expect(new Set(shards)).toEqual(new Set(Array.from({ length: 32 }, (_, shard) => dueShard(shard))));
  expect(calls.filter(({ service, operation }) => service === "dynamodb" && operation !== "Query")).toEqual([]);
});

test("a connection that needs reconnecting is never due", async () => {
  const account = await connectDue("calendar", -60);
  await getSandbox("calendar").revokeGrants();
  await account.user.post("/api/integrations/calendar/refresh");
  const stored = await account.readStored();
  expect(stored.status).toBe("reconnect_needed");
  expect([stored.due, stored.dueAt]).toEqual([undefined, undefined]);
});

test("a token that never ends is never due", async () => {
  const account = await connectAccount("github");
  const stored = await account.readStored();
  expect([stored.due, stored.dueAt]).toEqual([undefined, undefined]);
});

test("the schedule fails when the queue takes no messages, so that its retry finds them again", async () => {
  await connectDue("calendar", -60);
  const lambda = await startContainer("jobs/queue-due-refreshes");
  await spy.breakNext({ service: "sqs", lambda: "jobs-queue-due-refreshes", action: "error500", times: 1000 });
  await expect(lambda.invoke({})).rejects.toThrow();
});
