import { expect, test } from "vitest";
import { type Account, connected } from "../refresh/support/account.ts";
import { audited } from "../refresh/support/audit.ts";
import { connect } from "../support/flow.ts";
import { adaAndBen, happens, said } from "./support/slack.ts";
import { unroutedBeforeEach } from "./support/unrouted.ts";
import { toldTo, workerOf } from "./support/worker.ts";

unroutedBeforeEach("slack");

const changes = async (account: Account) =>
  (await toldTo(account, "connection.changed")).map(({ change }) => change).filter((change) => change !== "connected");

test.each(["tokens_revoked", "app_uninstalled"])("an uninstalled app ends its connections, %s first", async (order) => {
  const [ada, ben] = await adaAndBen();
  const slack = await workerOf("slack");
  for (const body of await happens({ event: "app_uninstalled", order })) await slack.take(body);
  for (const account of [ada, ben]) {
    const { status, tokens, due, dueAt } = await account.stored();
    expect({ status, tokens, due, dueAt }).toEqual({ status: "revoked", tokens: {}, due: undefined, dueAt: undefined });
    expect(await changes(account)).toEqual(["revoked"]);
    expect((await audited(account)).filter((action) => action === "revoked")).toHaveLength(1);
  }
});

test("a workspace that has uninstalled the app says so about its own connections only", async () => {
  const cleo = await connected("slack", { account: "globex" });
  const slack = await workerOf("slack");
  await connected("slack");
  for (const body of await happens({ event: "app_uninstalled" })) await slack.take(body);
  expect((await cleo.stored()).status).toBe("active");
});

test("an event that comes late does not end what was connected after it", async () => {
  const ada = await connected("slack");
  const slack = await workerOf("slack");
  const [revoked = "", uninstalled = ""] = await happens({ event: "app_uninstalled" });
  const tokens = Object.entries((await ada.stored()).tokens);
  const later = tokens.map(([set, token]) => [set, { ...token, issuedAt: token.issuedAt + 60 }]);
  await ada.change({ tokens: Object.fromEntries(later) });
  expect(await slack.take(revoked)).toBe("processed");
  expect(await slack.take(uninstalled)).toBe("processed");
  expect(Object.keys((await ada.stored()).tokens).sort()).toEqual(["bot", "user"]);
  expect((await ada.stored()).status).toBe("active");
  expect(await changes(ada)).toEqual([]);
});

test("a person's revoked token is deleted, and the bot's goes on", async () => {
  const [ada, ben] = await adaAndBen();
  const slack = await workerOf("slack");
  const [body] = await happens({ event: "tokens_revoked", from: "ada" });
  expect(await slack.take(body)).toBe("processed");
  expect(Object.keys((await ada.stored()).tokens)).toEqual(["bot"]);
  expect((await ada.stored()).status).toBe("active");
  expect(Object.keys((await ben.stored()).tokens).sort()).toEqual(["bot", "user"]);
  expect(await changes(ada)).toEqual([]);
});

test("a revoked bot is everybody's", async () => {
  const [ada, ben] = await adaAndBen();
  const slack = await workerOf("slack");
  const [body] = await happens({ event: "tokens_revoked", from: "bot" });
  await slack.take(body);
  expect(Object.keys((await ada.stored()).tokens)).toEqual(["user"]);
  expect(Object.keys((await ben.stored()).tokens)).toEqual(["user"]);
});

test("while the other set is being renewed, a revoked one waits: the new pair could not be stored", async () => {
  const ada = await connected("slack");
  const slack = await workerOf("slack");
  const { version } = await ada.stored();
  const [body] = await happens({ event: "tokens_revoked", from: "ada" });
  await ada.change({ lease: { owner: "somebody", until: Math.floor(Date.now() / 1000) + 30, version } });
  expect(await slack.take(body)).toContain("failed");
  await ada.change({ lease: { owner: "somebody", until: 0, version } });
  expect(await slack.take(body)).toBe("processed");
  expect(Object.keys((await ada.stored()).tokens)).toEqual(["bot"]);
});

test("who was disconnected by Slack sees nothing any more, and can connect again", async () => {
  const ada = await connected("slack");
  const slack = await workerOf("slack");
  for (const body of await happens({ event: "app_uninstalled" })) await slack.take(body);
  expect(await slack.take(await said("Too late", { as: "ada" }))).toBe("ignored: hidden");
  expect((await ada.user.get("/api/integrations/slack/channels")).status).toBe(409);
  await connect(ada.user, "slack");
  expect((await ada.user.get("/api/integrations/slack/channels")).status).toBe(200);
});
