// A deployment over tables and queues that v0.1.0 has filled: what users had goes on working.
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ProviderName } from "../../infra/local/sandbox/state.ts";
import { key } from "../../lib/store/table.ts";
import { listRows } from "../integrations/support/tables.ts";
import { openPage } from "../realtime/support/socket.ts";
import { asUser, type Browser, createBrowser } from "../support/api.ts";
import { dynamodb, sqs, tableName } from "../support/aws.ts";
import { queueUrl } from "../support/queues.ts";
import { type ScriptedAnswer, sandbox } from "../support/sandbox.ts";
import { importRows, put, removeRows } from "./support/imported-rows.ts";
import {
  handedOut,
  owner,
  type RecordedMessage,
  readFields,
  recordedMessages,
  recordedRows,
  toItem,
} from "./support/recorded.ts";

const ada = { sub: owner.user, org: "compat" };
let user: Browser;

const frames = recordedRows("feed", "feed#c%23compat#compat-ada", "frame#");
const activities = recordedRows("feed", "activity#");
/** A delivery that was on its queue when the new code came: the tables know nothing of it yet. */
const [inFlight] = recordedMessages("webhooks-github");
const receiptInFlight: string = JSON.parse(inFlight?.body ?? "{}").receipt;

beforeAll(async () => {
  await importRows((row, table) => {
    // The stream would number them again, and their notification was posted.
    if (row.pk.S.startsWith("outbox#") || row.sk.S.startsWith("notification#")) return false;
    return table !== "deliveries" || !JSON.stringify(row).includes(receiptInFlight);
  });
  user = await asUser(ada);
});
beforeEach(() => Promise.all((["slack", "github", "google", "figma"] as const).map((name) => sandbox(name).reset())));
afterAll(removeRows);

/** Puts a recorded message on its queue; what it brings has arrived just now. */
async function send(message: RecordedMessage | undefined): Promise<void> {
  const body = JSON.parse(message?.body ?? "{}");
  const MessageBody = JSON.stringify({ ...body, ...("receivedAt" in body && { receivedAt: Date.now() }) });
  await sqs().send(new SendMessageCommand({ QueueUrl: queueUrl(message?.queue ?? ""), MessageBody }));
}

const listRequests = (name: ProviderName, path: string) => sandbox(name).requests(path);
const postedMessage = { path: "/api/chat.postMessage", status: 200, body: { ok: true, ts: "1.1", channel: "C1" } };

test("connections are listed with what they had", async () => {
  const { status, json } = await user.get("/api/integrations");
  expect(status).toBe(200);
  const listed: { id: string; channels?: unknown[] }[] = Object(json).integrations;
  const rows = recordedRows("connections", "owner#c%23compat#compat-ada", "conn#").map(readFields);
  expect(listed.map(({ id }) => id).sort()).toEqual(
    rows.flatMap(({ id }) => (id === undefined ? [] : String(id))).sort(),
  );
  const channels = recordedRows("connections", "owner#c%23compat#compat-ada", "chan#");
  expect(listed.flatMap((one) => one.channels ?? [])).toHaveLength(channels.length);
});

test.each<[string, ProviderName, string, ScriptedAnswer["body"], RegExp]>([
  ["/api/integrations/github/user", "github", "/user", { id: 1, login: "octo" }, /^(Bearer|token) gh/],
  [
    "/api/v2/calendar/events?limit=1",
    "google",
    "/calendar/v3/calendars/primary/events",
    { items: [] },
    /^Bearer ya29\./,
  ],
])("%s is asked for with the token that was stored", async (path, name, providerPath, body, token) => {
  await sandbox(name).script({ path: providerPath, status: 200, body, times: 3 });
  const answer = await user.get(path);
  expect(answer.status, answer.text).toBe(200);
  const [request] = await listRequests(name, providerPath);
  expect(request?.headers.authorization).toMatch(token);
});

test("what was cached is answered without asking the provider", async () => {
  const answer = await user.get("/api/integrations/figma/files?teamId=1001");
  expect(answer.status, answer.text).toBe(200);
  expect(await listRequests("figma", "/v1/")).toEqual([]);
});

test("a request that is repeated under its Idempotency-Key is answered as before, and not made again", async () => {
  const again = { "idempotency-key": "compat-slack" };
  const answer = await user.post("/api/integrations/slack/message", { channel: "C0ACME1", text: "once" }, again);
  expect([answer.status, answer.headers.get("idempotency-replayed")]).toEqual([200, "true"]);
  expect(await listRequests("slack", "/api/chat.postMessage")).toEqual([]);
});

test("earlier page tokens continue the activities, the log and a list at GitHub", async () => {
  const token = handedOut.activityPageToken;
  const next = await user.get(`/api/v1/activity?limit=100&pageToken=${token}`);
  const seqs = activities.map((row) => Number(readFields(row).seq)).filter((seq) => seq < Number(token.split(".")[0]));
  const continued = Object(next.json).items.map(({ seq }: { seq: number }) => seq);
  // Within a page they are ordered by when they happened.
  expect(continued.toSorted()).toEqual(seqs.toSorted());
  const admin = await asUser({ sub: "compat-admin", org: "compat", role: "admin" });
  const log = await admin.get(`/api/admin/webhooks?provider=slack&pageToken=${handedOut.logPageToken}`);
  expect(log.status, log.text).toBe(200);
  await sandbox("github").script({ path: "/user/repos", status: 200, body: [], times: 3 });
  const page = handedOut.pageTokens["/api/integrations/github/repositories?limit=1"];
  const repositories = await user.get(`/api/integrations/github/repositories?limit=1&pageToken=${page}`);
  expect(repositories.status, repositories.text).toBe(200);
  expect((await listRequests("github", "/user/repos"))[0]?.query).toMatchObject({ page: "2" });
});

test("a page that comes back is sent every frame that it missed", async () => {
  const page = await openPage(ada);
  page.send({ action: "resume", after: frames.length - 5 });
  expect((await page.waitForMessages(5)).map(({ seq }) => seq)).toEqual(
    frames.slice(-5).map((row) => readFields(row).seq),
  );
  await page.close();
});

test("a grant that waits for its user is confirmed with the handle they hold", async () => {
  const answer = await user.post("/api/integrations/gmail/confirm", { handle: handedOut.flows.handle });
  expect(answer.status, answer.text).toBe(200);
  expect(answer.json).toMatchObject({ provider: "gmail", status: "connected" });
});

test("a flow under way is known to the browser that began it", async () => {
  const { state } = handedOut.flows.integrations;
  const cookie = handedOut.flows.cookies;
  await sandbox("figma").script({ path: "/v1/oauth/token", status: 400, body: { error: "invalid_grant" }, times: 3 });
  const path = `/api/integrations/figma/callback?${new URLSearchParams({ state, code: "none" })}`;
  const { location } = await createBrowser().get(path, { cookie });
  // Neither unknown nor another browser's: it comes as far as the provider, which knows nothing of the code.
  expect(location?.searchParams.get("error")).toBe("provider_error");
});

test("a webhook that was queued is worked on, for those whom its routes name", async () => {
  await send(inFlight);
  const Key = key.delivery(receiptInFlight);
  const row = async () => {
    const { Item } = await dynamodb().send(new GetItemCommand({ TableName: tableName("deliveries"), Key }));
    return Item && { status: Item.status?.S, tenants: Item.tenants?.L };
  };
  await expect.poll(row).toEqual({ status: "processed", tenants: [{ S: owner.tenant }] });
});

test("a delivery is replayed from the payload that was kept, and told again", async () => {
  const admin = await asUser({ sub: "compat-admin", org: "compat", role: "admin" });
  const comment = recordedRows("deliveries", "delivery#")
    .map(readFields)
    .find(({ kind }) => kind === "FILE_COMMENT");
  const countActivities = async () => (await listRows("feed", "activity#c%23compat#compat-ada")).length;
  const before = await countActivities();
  await sandbox("slack").script(postedMessage);
  const answer = await admin.post(`/api/admin/webhooks/${String(comment?.receipt)}/replay`, {});
  expect(answer.status, answer.text).toBeLessThan(300);
  const replays = async () =>
    (await listRows("deliveries", "delivery#")).filter(({ replayOf }) => replayOf === comment?.receipt);
  await expect.poll(async () => (await replays()).map(({ status }) => status)).toEqual(["processed"]);
  await expect.poll(countActivities).toBe(before + 1);
  // Its owner wants comments posted to Slack, too.
  await expect.poll(() => listRequests("slack", postedMessage.path)).toHaveLength(1);
});

test("an outbox row that the stream has not delivered yet gets the next number", async () => {
  const rows = recordedRows("feed", "outbox#c%23compat#compat-ada", "activity#");
  const row = rows.find((one) => readFields(one).postTo === undefined);
  if (row === undefined) throw new Error("no announcement was recorded");
  const { seq: _, ...written } = toItem(row);
  const head = async () =>
    Number((await listRows("feed", "feed#c%23compat#compat-ada")).find(({ sk }) => sk === "head")?.seq);
  const before = await head();
  await put("feed", written);
  await expect.poll(head).toBe(before + 1);
});

test("a queued notification is posted with the bot's token", async () => {
  await sandbox("slack").script(postedMessage);
  await send(recordedMessages("notifications")[0]);
  await expect.poll(() => listRequests("slack", postedMessage.path)).toHaveLength(1);
  const [request] = await listRequests("slack", postedMessage.path);
  expect(request?.headers.authorization).toMatch(/^Bearer xoxe\.xoxb-/);
});

test("a queued renewal redeems the refresh token that was stored", async () => {
  const renewal = recordedMessages("refreshes").find(({ body }) => body.includes("conn#calendar#"));
  const [pk = "", sk = ""] = [JSON.parse(renewal?.body ?? "{}").pk, JSON.parse(renewal?.body ?? "{}").sk];
  const row = recordedRows("connections", pk, sk)[0];
  if (row === undefined) throw new Error("the connection was not recorded");
  // Due long ago, and the times of the row are moved with the clock.
  await put("connections", { ...toItem(row), dueAt: { N: "1000000000" } });
  await sandbox("google").script({
    path: "/token",
    status: 200,
    body: { access_token: "ya29.sandbox-renewed", expires_in: 3599, token_type: "Bearer" },
  });
  await send(renewal);
  await expect.poll(() => listRequests("google", "/token")).toHaveLength(1);
  const [{ body } = { body: "" }] = await listRequests("google", "/token");
  expect(new URLSearchParams(body).get("refresh_token")).toMatch(/^1\/\//);
  const version = async () => (await listRows("connections", pk)).find((found) => found.sk === sk)?.version;
  await expect.poll(version).not.toBe(readFields(row).version);
});

test("a grant that was to be revoked is revoked with the token that was kept", async () => {
  await sandbox("google").script(
    { path: "/revoke", status: 200, body: {} },
    { path: "/gmail/v1/users/me/stop", status: 204, body: "" },
  );
  const [revocation] = recordedMessages("revocations");
  await send(revocation);
  const grant = `grant#${JSON.parse(revocation?.body ?? "{}").grantId}`;
  await expect.poll(() => listRows("transient", grant)).toEqual([]);
  const [request] = await listRequests("google", "/revoke");
  expect(`${request?.body} ${JSON.stringify(request?.query)}`).toMatch(/1(\/|%2F){2}|ya29/);
});
