// One person's life with every provider, and three others who lose or leave what they had connected.
import { setTimeout as wait } from "node:timers/promises";
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import { type ProviderId, providerIds } from "../../../lib/providers/ids.ts";
import { handleOf } from "../../integrations/support/callback.ts";
import { rowsOf } from "../../integrations/support/tables.ts";
import { openPage } from "../../live/support/socket.ts";
import { accountOf } from "../../refresh/support/account.ts";
import { type Answer, asUser, type Browser, browser } from "../../support/api.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import { send } from "../../support/control.ts";
import { connect, consent, start } from "../../support/flow.ts";
import { sandbox } from "../../support/sandbox.ts";
import { invoke, type SeenMessage, takeMessages, workOff, workOn } from "./queues-by-hand.ts";

const org = "compat";
export const tenant = `c#${org}`;
/** Who they are in their tokens. */
export const people = { ada: "compat-ada", ben: "compat-ben", cleo: "compat-cleo", dan: "compat-dan" } as const;

export interface Story {
  readonly messages: SeenMessage[];
  readonly handedOut: Record<string, unknown>;
  /** Lets go of what was left hanging for the record. */
  finish(): Promise<void>;
}

export async function tellStory(): Promise<Story> {
  const messages: SeenMessage[] = [];
  const handedOut: Record<string, unknown> = {};
  const work = async () => void messages.push(...(await workOff()));
  const ada = await asUser({ sub: people.ada, org });
  const admin = await asUser({ sub: "compat-admin", org, role: "admin" });
  await sandbox("slack").behave({ rotation: true });
  const page = await openPage({ sub: people.ada, org });

  for (const provider of providerIds) await connected(ada, provider);
  await feedHas("connection.changed", 5);
  for (const [provider, settings] of Object.entries(wishes)) {
    succeeded(await ada.put(`/api/integrations/${provider}/settings`, settings));
  }
  succeeded(
    await ada.post("/api/integrations/github/repositories/octo/hello-world/link", { events: ["issues", "push"] }),
  );
  await work();
  page.send({ action: "resume", after: 0 });

  await read(ada, handedOut);
  await write(ada);
  await happen();
  await work();
  await feedHas("activity", 4);
  await work();
  await repairGap();
  await work();
  await sweep();
  await work();
  await administer(admin, handedOut);
  await work();
  await finishDone(ada, handedOut);
  await renew();
  await work();
  await leave();
  messages.push(...(await revocations()));
  await loseAndFail();
  messages.push(...(await failDelivery()));
  await startFlows(ada, handedOut);
  const hanging = await hang(ada);
  return {
    messages,
    handedOut,
    finish: async () => {
      await hanging();
      await page.close();
    },
  };
}

const wishes = {
  slack: { defaultChannel: "general" },
  figma: {
    webhookEnabled: true,
    autoSync: true,
    teamId: "1001",
    notificationPreferences: { slackChannel: "#design-reviews" },
  },
  github: { notificationPreferences: { activity: { issue: "mentions" } } },
  gmail: { webhookEnabled: true },
  calendar: { webhookEnabled: true },
};

function succeeded(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(`Answered ${answer.status}: ${answer.text}`);
  return answer;
}

async function connected(user: Browser, provider: ProviderId): Promise<void> {
  const { location } = await connect(user, provider);
  expect(location?.searchParams.get("status"), location?.href).toBe("success");
}

const feedHas = (type: string, count: number) =>
  expect
    .poll(async () => (await rowsOf("feed", "feed#")).filter((row) => row.type === type).length, { interval: 200 })
    .toBeGreaterThanOrEqual(count);

/** Fills the caches, and takes a page token of every list that has them. */
async function read(user: Browser, handedOut: Record<string, unknown>): Promise<void> {
  const pages: Record<string, unknown> = {};
  for (const path of reads) {
    const { json } = succeeded(await user.get(path));
    const next = Object(json).nextPageToken;
    if (typeof next === "string") pages[path] = next;
  }
  handedOut.pageTokens = pages;
}

const file = "FigHome000000000000001";
const reads = [
  "/api/integrations/slack/channels",
  "/api/integrations/slack/channels?limit=1",
  "/api/v2/slack/users?limit=1",
  "/api/v2/slack/channels",
  "/api/integrations/figma/files?teamId=1001",
  `/api/integrations/figma/files/${file}/versions`,
  `/api/integrations/figma/files/${file}/components`,
  "/api/integrations/github/user",
  "/api/integrations/github/repositories?limit=1",
  "/api/integrations/github/repositories/octo/hello-world/issues?limit=1",
  "/api/v2/gmail/messages?limit=1",
  "/api/v2/calendar/calendars",
  "/api/v2/calendar/events?limit=1",
];

const key = (name: string) => ({ "idempotency-key": `compat-${name}` });

async function write(user: Browser): Promise<void> {
  const time = (hour: number) => ({ dateTime: `2027-03-01T${hour}:00:00Z` });
  succeeded(await user.post("/api/integrations/slack/message", { channel: "C0ACME1", text: "once" }, key("slack")));
  succeeded(
    await user.post("/api/integrations/github/repositories/octo/hello-world/issues", { title: "once" }, key("github")),
  );
  succeeded(await user.post(`/api/integrations/figma/comments/${file}`, { message: "once" }, key("figma")));
  succeeded(
    await user.post("/api/v2/gmail/messages", { to: "cleo@example.com", subject: "once", body: "once" }, key("gmail")),
  );
  succeeded(
    await user.post("/api/v2/calendar/events", { summary: "once", start: time(10), end: time(11) }, key("calendar")),
  );
}

const push = (name: "slack" | "github" | "google" | "figma", event: Record<string, unknown>) =>
  sandbox(name).push({ retry: false, ...event });

async function happen(): Promise<void> {
  await push("slack", {
    event: "message",
    channel: "design-reviews",
    from: "ben",
    text: "Ada, can you send the report by Friday?",
  });
  await push("slack", { event: "channel_created", channel: "compat", times: 2 });
  await push("slack", { event: "block_actions" });
  await push("github", { event: "issues", text: "Spelling error", body: "@octo please fix it by Friday." });
  await push("github", { event: "issues", to: "app", text: "To the app" });
  await push("github", { event: "issues", text: "Large", payload: { padding: "x".repeat(270_000) } });
  await push("figma", { event: "FILE_COMMENT", text: "Can you check the contrast by Friday?", from: "ben" });
  await push("figma", { event: "FILE_UPDATE", hand: "signature" });
  await push("figma", { event: "FILE_UPDATE", hand: "passcode" });
  await push("google", { event: "mail", subject: "Please review the plan by Friday" });
  await push("google", { event: "event", subject: "Planning" });
}

/** Gmail has forgotten where we were: what came since is read again. */
async function repairGap(): Promise<void> {
  await send(`${sandbox("google").url()}/_sandbox/forget-history`, "POST");
  await push("google", { event: "notification" });
}

/** GitHub could not deliver something: it is asked for again. */
async function sweep(): Promise<void> {
  const channels = (await rowsOf("connections", "owner#")).filter(({ sk }) => sk.startsWith("chan#github#"));
  const hook = String(channels[0]?.remoteId);
  const path = `/repos/octo/hello-world/hooks/${hook}/deliveries`;
  const failed = {
    ...{ id: 41, guid: "0b989ba4-242f-11e5-81e1-c7b6966d2516", redelivery: false, status_code: 502, status: "failed" },
    ...{ delivered_at: new Date().toISOString(), event: "push", action: null },
  };
  await sandbox("github").script({ path, method: "GET", status: 200, body: [failed] });
  await sandbox("github").script({ path: `${path}/41/attempts`, status: 202, body: {} });
  for (const row of channels) await makeDue(row);
  await invoke("jobs/queue-due-channels");
}

async function makeDue({ pk, sk }: { pk: string; sk: string }): Promise<void> {
  await dynamodb().send(
    new UpdateItemCommand({
      TableName: tableName("connections"),
      Key: { pk: { S: pk }, sk: { S: sk } },
      UpdateExpression: "SET dueAt = :past",
      ExpressionAttributeValues: { ":past": { N: String(Math.floor(Date.now() / 1000) - 60) } },
    }),
  );
}

/** Replays a delivery, has a channel made anew, and takes a page token of the log. */
async function administer(admin: Browser, handedOut: Record<string, unknown>): Promise<void> {
  const log = "/api/admin/webhooks?provider=slack&limit=1";
  const { json } = succeeded(await admin.get(log));
  handedOut.logPageToken = Object(json).nextPageToken;
  const id = Object(json).webhooks[0].id;
  succeeded(await admin.post(`/api/admin/webhooks/${id}/replay`, {}));
  const channels = succeeded(await admin.get(`/api/admin/channels?user=${people.ada}`));
  const mailbox = Object(channels.json).channels.find(({ kind }: { kind: string }) => kind === "mailbox");
  succeeded(await admin.post(`/api/admin/channels/${mailbox.id}/recreate?user=${people.ada}`, { user: people.ada }));
}

/** Ticks one activity off, and takes a page token of the list. */
async function finishDone(user: Browser, handedOut: Record<string, unknown>): Promise<void> {
  const { json } = succeeded(await user.get("/api/v1/activity?limit=1"));
  handedOut.activityPageToken = Object(json).nextPageToken;
  succeeded(
    await user.request(`/api/v1/activity/${Object(json).items[0].id}`, { method: "PATCH", body: { done: true } }),
  );
}

/** A connection whose tokens nobody uses comes due. */
async function renew(): Promise<void> {
  const due = (await rowsOf("connections", "owner#")).filter((row) => String(row.due).startsWith("due#"));
  expect(due.length).toBeGreaterThan(0);
  for (const row of due) await makeDue(row);
  await invoke("jobs/queue-due-refreshes");
}

/** Ben disconnects a mailbox with a channel; the message that ends his grant is not delivered. */
async function leave(): Promise<void> {
  const ben = await asUser({ sub: people.ben, org });
  const { location } = await connect(ben, "gmail", { account: "ben@example.com" });
  expect(location?.searchParams.get("status"), location?.href).toBe("success");
  succeeded(await ben.put("/api/integrations/gmail/settings", { webhookEnabled: true }));
  await workOff();
  succeeded(await ben.delete("/api/integrations/gmail"));
}

async function revocations(): Promise<SeenMessage[]> {
  const seen: SeenMessage[] = [];
  await expect
    .poll(async () => seen.push(...(await takeMessages(["revocations"]))), { interval: 500 })
    .toBeGreaterThan(0);
  return seen;
}

/** Cleo's access is taken away; Dan's provider is out when his token is to be renewed. */
async function loseAndFail(): Promise<void> {
  const cleo = await asUser({ sub: people.cleo, org });
  await connected(cleo, "figma");
  await sandbox("figma").script({
    path: `/v1/files/${file}/versions`,
    status: 401,
    body: { status: 401, err: "Invalid token" },
    times: 2,
  });
  await sandbox("figma").behave({ refreshError: "invalid_grant" });
  const lost = await cleo.get(`/api/integrations/figma/files/${file}/versions`);
  expect(lost.status, lost.text).toBe(409);
  await sandbox("figma").behave({ refreshError: null });
  const dan = await asUser({ sub: people.dan, org });
  await connected(dan, "calendar");
  await accountOf("calendar", { sub: people.dan, org }, dan).leave(-10);
  await sandbox("google").script({ path: "/token", status: 503, times: 9 });
  expect((await dan.post("/api/integrations/calendar/refresh")).status).toBe(503);
  await sandbox("google").forgetScripts();
}

/** Flows that nobody has finished: one on each surface, one that renews, and one that waits for its confirmation. */
async function startFlows(user: Browser, handedOut: Record<string, unknown>): Promise<void> {
  const { id } = await accountOf("github", { sub: people.ada, org }, user).stored();
  const fresh = await asUser({ sub: people.ada, org });
  const address = await start(fresh, "figma", { returnTo: "/settings/integrations" });
  const renewal = await start(fresh, "github", { account: id });
  const v1 = succeeded(await fresh.get("/api/v1/oauth/slack/start"));
  const handle = handleOf(await browser().visit(await consent(await start(fresh, "gmail"))));
  const stateOf = (url: URL) => url.searchParams.get("state");
  handedOut.flows = {
    integrations: { provider: "figma", state: stateOf(address) },
    renewal: { provider: "github", state: stateOf(renewal) },
    v1: { provider: "slack", answer: v1.json ?? v1.location?.href },
    cookies: fresh.cookies.header("/"),
    handle,
  };
}

/** Google's push service is in trouble: a delivery fails, and nobody tries it again. */
async function failDelivery(): Promise<SeenMessage[]> {
  await sandbox("google").script({ path: "/gmail/v1/users/me/history", status: 503, times: 3 });
  await push("google", { event: "mail", subject: "In the outage" });
  const taken = await takeMessages(["webhooks-gmail"]);
  for (const message of taken) await expect(workOn(message)).rejects.toThrow("did not take");
  await sandbox("google").forgetScripts();
  return taken;
}

/** Work that is under way while the tables are read: a lease, a refill, a claimed request, a claimed delivery. */
async function hang(user: Browser): Promise<() => Promise<void>> {
  succeeded(await user.get("/api/integrations/slack/channels"));
  await sandbox("slack").script(
    { path: "/api/oauth.v2.access", delayMs: 8000 },
    { path: "/api/conversations.list", delayMs: 8000 },
    { path: "/api/chat.postMessage", delayMs: 8000 },
  );
  await sandbox("google").script({ path: "/gmail/v1/users/me/history", delayMs: 8000 });
  await push("google", { event: "mail", subject: "Under way" });
  await accountOf("slack", { sub: people.ada, org }, user).leave(3000);
  const under = [
    user.post("/api/integrations/slack/message", { channel: "C0ACME1", text: "slow" }, key("under-way")),
    user.get("/api/integrations/slack/channels?refresh=true"),
    user.post("/api/integrations/slack/refresh"),
    workOff(),
  ];
  await wait(2500);
  return async () => void (await Promise.allSettled(under));
}
