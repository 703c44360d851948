// A stage of v0.1.0 in use is updated to today's release: what its users have, and what is on its way, goes on working.
// The tests are one story, in their order.
import { beforeAll, describe, expect, test } from "vitest";
import type { ProviderId } from "../../lib/provider-ids.ts";
import { pollQueues } from "../compatibility/support/queues-by-hand.ts";
import { openPage, type SocketPage } from "../realtime/support/socket.ts";
import { asUser, type Browser } from "../support/api.ts";
import { connectInBrowser, giveConsent, startFlow } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import {
  deleteRetainedAuthorizers,
  deployRecorded,
  deployToday,
  prepareGoingBack,
  startFromRecorded,
} from "./support/deployments.ts";
import { useFormerSecretNames } from "./support/former-secrets.ts";

const ada = { sub: "update-ada", org: "update" };
let user: Browser;
let page: SocketPage;
let begun: URL;
const pushIssue = (text: string) =>
  sandbox("github").push({ event: "issues", text, body: "@octo please fix it by Friday.", retry: false });
const listIntegrations = async () =>
  Object((await user.get("/api/integrations")).json).integrations as {
    provider: string;
    id: string;
    connectedAt: string;
    status: string;
  }[];
const listTitles = async () => {
  const { json } = await user.get("/api/v1/activity?limit=100");
  return (Object(json).items as { title: string }[]).map(({ title }) => title);
};

async function connect(provider: ProviderId): Promise<void> {
  const { location } = await connectInBrowser(user, provider);
  expect(location?.searchParams.get("status"), location?.href).toBe("success");
}

beforeAll(async () => {
  await startFromRecorded();
  await useFormerSecretNames();
  user = await asUser(ada);
});

describe("with v0.1.0", () => {
  test("accounts are connected, and an event becomes an activity", async () => {
    await connect("github");
    await connect("calendar");
    const linked = await user.post("/api/integrations/github/repositories/octo/hello-world/link", {
      events: ["issues"],
    });
    expect(linked.status, linked.text).toBeLessThan(300);
    page = await openPage(ada);
    await pushIssue("Before the update");
    await expect.poll(listTitles).toEqual([expect.stringContaining("Before the update")]);
  });

  test("an event waits on its queue, and a flow for its consent", async () => {
    await pollQueues(false);
    await pushIssue("On the queue");
    begun = await startFlow(user, "slack");
    expect(await listTitles()).toHaveLength(1);
    // A Lambda whose code was not recorded: what answers here is v0.1.0.
    expect((await user.get("/api/integrations/available")).status).toBe(501);
  });
});

describe("after the update", () => {
  let before: Awaited<ReturnType<typeof listIntegrations>>;
  beforeAll(async () => {
    before = await listIntegrations();
    expect(await deployToday()).toEqual([]);
  });

  test("the Lambdas of today's release answer", async () => {
    expect((await user.get("/api/integrations/available")).status).toBe(200);
  });

  test("the same connections are listed", async () => {
    const now = await listIntegrations();
    expect(now).toMatchObject(
      before.map(({ id, provider, connectedAt }) => ({ id, provider, connectedAt, status: "connected" })),
    );
    expect(now).toHaveLength(2);
  });

  test("an administrator finds the connections and the audit of before, by indexes that the update made", async () => {
    const admin = await asUser({ sub: "update-admin", org: ada.org, role: "admin" });
    const connections = Object((await admin.get("/api/admin/connections")).json).connections as { id: string }[];
    expect(connections.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
    const stageAdmin = await asUser({ sub: "update-stage-admin", role: "stage-admin" });
    for (const reader of [admin, stageAdmin]) {
      const { json } = await reader.get(`/api/admin/audit?action=connect&user=${ada.sub}`);
      const entries = Object(json).entries as { connection: string }[];
      expect(entries.map(({ connection }) => connection).sort()).toEqual(before.map(({ id }) => id).sort());
    }
  });

  test("a token that v0.1.0 sealed is used, and one is refreshed", async () => {
    await sandbox("github").forgetRequests();
    const answer = await user.get("/api/integrations/github/user");
    expect(answer.status, answer.text).toBe(200);
    const refreshed = await user.post("/api/integrations/calendar/refresh");
    expect(refreshed.status, refreshed.text).toBe(200);
    expect((await user.get("/api/v2/calendar/events?limit=1")).status).toBe(200);
  });

  test("the event that waited is processed, and is sent to the page that has stayed open", async () => {
    const arrived = page.messages.length;
    await pollQueues(true);
    await expect.poll(listTitles).toContainEqual(expect.stringContaining("On the queue"));
    await expect.poll(() => page.messages.length).toBeGreaterThan(arrived);
    expect(page.isClosed()).toBe(false);
  });

  test("a webhook that v0.1.0 registered is still accepted", async () => {
    await pushIssue("After the update");
    await expect.poll(listTitles).toContainEqual(expect.stringContaining("After the update"));
  });

  test("a new page is sent what it missed, from before the update too", async () => {
    const later = await openPage(ada);
    later.send({ action: "resume", after: 0 });
    const [first] = await later.waitForMessages(4);
    expect(first).toMatchObject({ seq: 1 });
  });

  test("a flow that was begun before ends in its browser", async () => {
    const { location } = await user.visit(await giveConsent(begun));
    expect(location?.searchParams.get("status"), location?.href).toBe("success");
    expect((await listIntegrations()).map(({ provider }) => provider).sort()).toEqual(["calendar", "github", "slack"]);
  });
});

describe("after going back to v0.1.0", () => {
  beforeAll(async () => {
    // Rows that today's release has written: new connections, one of a provider that v0.1.0 does not know, and a refreshed one.
    await connect("figma");
    await connect("hubspot");
    const settings = await user.put("/api/integrations/github/settings", {
      assistantWrites: true,
      webhookEnabled: true,
    });
    expect(settings.status, settings.text).toBe(200);
    await pollQueues(false);
    await pushIssue("Queued by the later release");
    await prepareGoingBack();
    await deployRecorded();
  });

  test("its Lambdas answer again", async () => {
    expect((await user.get("/api/integrations/available")).status).toBe(501);
  });

  test("it lists the connections that it knows", async () => {
    const providers = (await listIntegrations()).map(({ provider }) => provider);
    expect(providers).toEqual(expect.arrayContaining(["calendar", "figma", "github", "slack"]));
  });

  test("it uses and renews the tokens that the later release has stored", async () => {
    const before = await user.get("/api/v2/calendar/events?limit=1");
    expect(before.status, before.text).toBe(200);
    const refreshed = await user.post("/api/integrations/calendar/refresh");
    expect(refreshed.status, refreshed.text).toBe(200);
  });

  test("it processes what the later release has queued, and lists what that one has written", async () => {
    await pollQueues(true);
    await expect.poll(listTitles).toContainEqual(expect.stringContaining("Queued by the later release"));
    expect(await listTitles()).toContainEqual(expect.stringContaining("After the update"));
  });
});

describe("after the next update", () => {
  beforeAll(async () => {
    // The emulator keeps no retained authorizer of a template that no longer has it.
    await deleteRetainedAuthorizers();
    await deployToday();
  });

  test("every connection is there, that of the provider that v0.1.0 does not know too", async () => {
    expect((await listIntegrations()).map(({ provider }) => provider).sort()).toEqual([
      "calendar",
      "figma",
      "github",
      "hubspot",
      "slack",
    ]);
    const answer = await user.get("/api/integrations/github/user");
    expect(answer.status, answer.text).toBe(200);
  });

  test("an account is disconnected, and its grant revoked", async () => {
    const answer = await user.delete("/api/integrations/slack");
    expect(answer.status, answer.text).toBe(200);
    await expect.poll(async () => (await sandbox("slack").grants()).filter(({ revoked }) => !revoked)).toEqual([]);
  });
});
