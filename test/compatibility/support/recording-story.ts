// One person's life with every provider, and three others who lose or leave what they had connected.
import { expect } from "vitest";
import { providerIds } from "../../../lib/provider-ids.ts";
import { createAccount } from "../../connections/support/account.ts";
import { getHandle } from "../../integrations/support/callback.ts";
import { listRows } from "../../integrations/support/tables.ts";
import { openPage } from "../../realtime/support/socket.ts";
import { asUser, type Browser, createBrowser } from "../../support/api.ts";
import { giveConsent, startFlow } from "../../support/flow.ts";
import { sandbox } from "../../support/sandbox.ts";
import { type SeenMessage, workOff } from "./queues-by-hand.ts";
import { hang, leave, loseAndFail, revocations } from "./recording-endings.ts";
import { failDelivery, happen, renew, repairGap, sweep } from "./recording-events.ts";
import { connectAccount, expectSuccess, file, key, org, people } from "./recording-people.ts";

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

  for (const provider of providerIds) await connectAccount(ada, provider);
  await feedHas("connection.changed", 5);
  for (const [provider, settings] of Object.entries(wishes)) {
    expectSuccess(await ada.put(`/api/integrations/${provider}/settings`, settings));
  }
  expectSuccess(
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

const feedHas = (type: string, count: number) =>
  expect
    .poll(async () => (await listRows("feed", "feed#")).filter((row) => row.type === type).length, { interval: 200 })
    .toBeGreaterThanOrEqual(count);

/** Fills the caches, and takes a page token of every list that has them. */
async function read(user: Browser, handedOut: Record<string, unknown>): Promise<void> {
  const pages: Record<string, unknown> = {};
  for (const path of reads) {
    const { json } = expectSuccess(await user.get(path));
    const next = Object(json).nextPageToken;
    if (typeof next === "string") pages[path] = next;
  }
  handedOut.pageTokens = pages;
}

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

async function write(user: Browser): Promise<void> {
  const time = (hour: number) => ({ dateTime: `2027-03-01T${hour}:00:00Z` });
  expectSuccess(await user.post("/api/integrations/slack/message", { channel: "C0ACME1", text: "once" }, key("slack")));
  expectSuccess(
    await user.post("/api/integrations/github/repositories/octo/hello-world/issues", { title: "once" }, key("github")),
  );
  expectSuccess(await user.post(`/api/integrations/figma/comments/${file}`, { message: "once" }, key("figma")));
  expectSuccess(
    await user.post("/api/v2/gmail/messages", { to: "cleo@example.com", subject: "once", body: "once" }, key("gmail")),
  );
  expectSuccess(
    await user.post("/api/v2/calendar/events", { summary: "once", start: time(10), end: time(11) }, key("calendar")),
  );
}

/** Replays a delivery, has a channel made anew, and takes a page token of the log. */
async function administer(admin: Browser, handedOut: Record<string, unknown>): Promise<void> {
  const log = "/api/admin/webhooks?provider=slack&limit=1";
  const { json } = expectSuccess(await admin.get(log));
  handedOut.logPageToken = Object(json).nextPageToken;
  const id = Object(json).webhooks[0].id;
  expectSuccess(await admin.post(`/api/admin/webhooks/${id}/replay`, {}));
  const channels = expectSuccess(await admin.get(`/api/admin/channels?user=${people.ada}`));
  const mailbox = Object(channels.json).channels.find(({ kind }: { kind: string }) => kind === "mailbox");
  expectSuccess(
    await admin.post(`/api/admin/channels/${mailbox.id}/recreate?user=${people.ada}`, { user: people.ada }),
  );
}

/** Ticks one activity off, and takes a page token of the list. */
async function finishDone(user: Browser, handedOut: Record<string, unknown>): Promise<void> {
  const { json } = expectSuccess(await user.get("/api/v1/activity?limit=1"));
  handedOut.activityPageToken = Object(json).nextPageToken;
  expectSuccess(
    await user.request(`/api/v1/activity/${Object(json).items[0].id}`, { method: "PATCH", body: { done: true } }),
  );
}

/** Flows that nobody has finished: one on each surface, one that renews, and one that waits for its confirmation. */
async function startFlows(user: Browser, handedOut: Record<string, unknown>): Promise<void> {
  const { id } = await createAccount("github", { sub: people.ada, org }, user).readStored();
  const fresh = await asUser({ sub: people.ada, org });
  const address = await startFlow(fresh, "figma", { returnTo: "/settings/integrations" });
  const renewal = await startFlow(fresh, "github", { account: id });
  const v1 = expectSuccess(await fresh.get("/api/v1/oauth/slack/start"));
  const handle = getHandle(await createBrowser().visit(await giveConsent(await startFlow(fresh, "gmail"))));
  const readState = (url: URL) => url.searchParams.get("state");
  handedOut.flows = {
    integrations: { provider: "figma", state: readState(address) },
    renewal: { provider: "github", state: readState(renewal) },
    v1: { provider: "slack", answer: v1.json ?? v1.location?.href },
    cookies: fresh.cookies.header("/"),
    handle,
  };
}
