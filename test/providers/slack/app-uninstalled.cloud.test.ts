import { expect, test } from "vitest";
import { type Account, connectAccount } from "../../connections/support/account.ts";
import { listAuditedActions } from "../../connections/support/audit.ts";
import { connectInBrowser } from "../../support/flow.ts";
import { clearRoutesBeforeEach } from "../../webhooks/support/clear-routes.ts";
import { listOutboxData, startWorker } from "../../webhooks/support/provider-worker.ts";
import { connectAdaAndBen, emitEvent, postMessage } from "./support/events.ts";

clearRoutesBeforeEach("slack");

const changes = async (account: Account) =>
  (await listOutboxData(account, "connection.changed"))
    .map(({ change }) => change)
    .filter((change) => change !== "connected");

test.each(["tokens_revoked", "app_uninstalled"])("an uninstalled app ends its connections, %s first", async (order) => {
  const [ada, ben] = await connectAdaAndBen();
  const slack = await startWorker("slack");
  for (const body of await emitEvent({ event: "app_uninstalled", order })) await slack.take(body);
  for (const account of [ada, ben]) {
    const { status, tokens, due, dueAt } = await account.readStored();
    expect({ status, tokens, due, dueAt }).toEqual({ status: "revoked", tokens: {}, due: undefined, dueAt: undefined });
    expect(await changes(account)).toEqual(["revoked"]);
    expect((await listAuditedActions(account)).filter((action) => action === "revoked")).toHaveLength(1);
  }
});

test("a workspace that has uninstalled the app says so about its own connections only", async () => {
  const cleo = await connectAccount("slack", { account: "globex" });
  const slack = await startWorker("slack");
  await connectAccount("slack");
  for (const body of await emitEvent({ event: "app_uninstalled" })) await slack.take(body);
  expect((await cleo.readStored()).status).toBe("active");
});

test("an event that comes late does not end what was connected after it", async () => {
  const ada = await connectAccount("slack");
  const slack = await startWorker("slack");
  const [revoked = "", uninstalled = ""] = await emitEvent({ event: "app_uninstalled" });
  const tokens = Object.entries((await ada.readStored()).tokens);
  const later = tokens.map(([set, token]) => [set, { ...token, issuedAt: token.issuedAt + 60 }]);
  await ada.change({ tokens: Object.fromEntries(later) });
  expect(await slack.take(revoked)).toBe("processed");
  expect(await slack.take(uninstalled)).toBe("processed");
  expect(Object.keys((await ada.readStored()).tokens).sort()).toEqual(["bot", "user"]);
  expect((await ada.readStored()).status).toBe("active");
  expect(await changes(ada)).toEqual([]);
});

test("a person's revoked token is deleted, and the bot's goes on", async () => {
  const [ada, ben] = await connectAdaAndBen();
  const slack = await startWorker("slack");
  const [body] = await emitEvent({ event: "tokens_revoked", from: "ada" });
  expect(await slack.take(body)).toBe("processed");
  expect(Object.keys((await ada.readStored()).tokens)).toEqual(["bot"]);
  expect((await ada.readStored()).status).toBe("active");
  expect(Object.keys((await ben.readStored()).tokens).sort()).toEqual(["bot", "user"]);
  expect(await changes(ada)).toEqual([]);
});

test("a revoked bot token affects every connection of the workspace", async () => {
  const [ada, ben] = await connectAdaAndBen();
  const slack = await startWorker("slack");
  const [body] = await emitEvent({ event: "tokens_revoked", from: "bot" });
  await slack.take(body);
  expect(Object.keys((await ada.readStored()).tokens)).toEqual(["user"]);
  expect(Object.keys((await ben.readStored()).tokens)).toEqual(["user"]);
});

test("a revoked token set is not removed while the other is being renewed, so that the new tokens can be stored", async () => {
  const ada = await connectAccount("slack");
  const slack = await startWorker("slack");
  const { version } = await ada.readStored();
  const [body] = await emitEvent({ event: "tokens_revoked", from: "ada" });
  await ada.change({ lease: { owner: "somebody", until: Math.floor(Date.now() / 1000) + 30, version } });
  expect(await slack.take(body)).toContain("failed");
  await ada.change({ lease: { owner: "somebody", until: 0, version } });
  expect(await slack.take(body)).toBe("processed");
  expect(Object.keys((await ada.readStored()).tokens)).toEqual(["bot"]);
});

test("a user disconnected by Slack sees nothing any more, and can connect again", async () => {
  const ada = await connectAccount("slack");
  const slack = await startWorker("slack");
  for (const body of await emitEvent({ event: "app_uninstalled" })) await slack.take(body);
  expect(await slack.take(await postMessage("Too late", { as: "ada" }))).toBe("ignored: hidden");
  expect((await ada.user.get("/api/integrations/slack/channels")).status).toBe(409);
  await connectInBrowser(ada.user, "slack");
  expect((await ada.user.get("/api/integrations/slack/channels")).status).toBe(200);
});

test.each(["app_uninstalled", "tokens_revoked"])(
  "a repeated %s does not end what Slack still accepts",
  async (type) => {
    const ada = await connectAccount("slack");
    const slack = await startWorker("slack");
    const bodies = await emitEvent({ event: "app_uninstalled" });
    const repeated = bodies.find((body) => JSON.parse(body).event.type === type) ?? "";
    const later = JSON.parse(repeated);
    later.event_id = `Ev${Date.now()}`;
    later.event.event_ts = `${Math.floor(Date.now() / 1000) + 600}.000100`;
    for (const body of bodies) await slack.take(body);
    await connectInBrowser(ada.user, "slack");
    expect(await slack.take(JSON.stringify(later))).toBe("processed");
    expect(Object.keys((await ada.readStored()).tokens).sort()).toEqual(["bot", "user"]);
    expect((await ada.user.get("/api/integrations/slack/channels")).status).toBe(200);
  },
);
