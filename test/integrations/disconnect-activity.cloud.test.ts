// What happened in an account goes with it, unless the user keeps it.
import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { appendActivity, listRows } from "../realtime/support/feed.ts";
import { spy } from "../support/spy.ts";
import { connectAccount, getConnectionId } from "./support/connections.ts";
import { resetWorld } from "./support/reset.ts";
import { createUser, type TestUser } from "./support/test-user.ts";

beforeEach(resetWorld);

const toOwner = ({ sub }: TestUser) => ({ tenant: "c#acme", user: sub });

/** Records activities of a connection as a worker does, and waits until they are in the feed. */
async function record(user: TestUser, connectionId: string, ...titles: readonly string[]): Promise<void> {
  const before = (await listRows("activity", toOwner(user))).length;
  for (const title of titles)
    await appendActivity(toOwner(user), `${connectionId}#${title}`, { title, excerpt: `about ${title}`, connectionId });
  await expect
    .poll(async () => (await listRows("activity", toOwner(user))).length, { timeout: 20_000 })
    .toBe(before + titles.length);
}

const listTitles = async (user: TestUser) =>
  (Object((await user.get("/api/v1/activity?limit=100")).json).items as { title: string }[]).map(({ title }) => title);

const readStoredText = async (user: TestUser) =>
  JSON.stringify(await Promise.all(["activity", "feed", "outbox"].map((kind) => listRows(kind, toOwner(user)))));

test("removes the account's activities at once, from the list and from what a page can ask for again", async () => {
  const user = await createUser();
  await connectAccount(user, "slack", { account: "acme" });
  await connectAccount(user, "slack", { account: "globex" });
  const [acme, globex] = [await getConnectionId(user, "Acme"), await getConnectionId(user, "Globex")];
  await record(user, acme, "one of Acme");
  await record(user, globex, "one of Globex");
  const { json } = await user.delete(`/api/integrations/slack?account=${acme}`);
  expect(json).toMatchObject({ provider: "slack", activity: "removed" });
  expect(await listTitles(user)).toEqual(["one of Globex"]);
  expect(await readStoredText(user)).not.toContain("about one of Acme");
});

test.each([
  ["/api/integrations/slack", "/api/integrations/slack?keepActivity=true"],
  ["/api/v1/oauth/slack/disconnect", "/api/v1/oauth/slack/disconnect?keepActivity=true"],
])("DELETE %s keeps them if it is asked to", async (removing, keeping) => {
  const user = await createUser();
  await connectAccount(user, "slack");
  await record(user, await getConnectionId(user, "Acme"), "before");
  expect((await user.delete(keeping)).json).toMatchObject({ activity: "kept" });
  expect(await listTitles(user)).toEqual(["before"]);
  await connectAccount(user, "slack");
  expect((await user.delete(removing)).json).toMatchObject({ activity: "removed" });
  expect(await listTitles(user)).toEqual([]);
});

test("refuses a choice that is neither yes nor no, and disconnects nothing", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  const { status, json } = await user.delete("/api/integrations/figma?keepActivity=maybe");
  expect([status, json]).toEqual([400, expect.objectContaining({ field: "keepActivity" })]);
  expect(await getConnectionId(user, "Ada")).toMatch(/./);
});

test("says when there are so many that the rest is removed in the background, which it then is", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  const id = await getConnectionId(user, "Ada");
  await record(user, id, ...Array.from({ length: 420 }, (_, index) => `number ${index + 1}`));
  const { json } = await user.delete("/api/integrations/figma");
  expect(json).toMatchObject({ activity: "being_removed" });
  await expect.poll(() => readStoredText(user), { timeout: 30_000, interval: 500 }).not.toContain("about number");
}, 90_000);

test("leaves them to the queue when the feed does not answer: the account is disconnected all the same", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  await record(user, await getConnectionId(user, "Ada"), `late ${randomUUID()}`);
  const fault = {
    service: "dynamodb",
    operation: "DeleteItem",
    lambda: "integrations-disconnect",
    action: "error500",
  } as const;
  await spy.breakNext({ ...fault, times: 9 });
  expect(await user.delete("/api/integrations/figma")).toMatchObject({
    status: 200,
    json: { activity: "being_removed" },
  });
  await expect.poll(() => readStoredText(user), { timeout: 30_000, interval: 500 }).not.toContain("about late");
}, 60_000);
