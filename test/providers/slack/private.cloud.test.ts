// The bot's token is shared by the whole workspace: private messages to the bot must stay hidden from co-workers.
import { beforeAll, beforeEach, expect, test } from "vitest";
import { type Account, connectAccount } from "../../connections/support/account.ts";
import { sandbox } from "../../support/sandbox.ts";

const slack = sandbox("slack");
let ben: Account;
beforeAll(async () => {
  await slack.reset();
  ben = await connectAccount("slack", { account: "acme-ben" });
});
beforeEach(() => Promise.all([slack.forgetScripts(), slack.forgetRequests()]));

const hidden = { id: "C0SECRET", name: "layoffs", is_private: true, is_archived: false, num_members: 2 };

test("a private channel of the bot cannot be read by a user outside it", async () => {
  await slack.script(
    { path: "/api/conversations.info", body: { ok: true, channel: hidden } },
    { path: "/api/conversations.members", body: { ok: true, members: ["U0ACMEADA", "U0ACMEBOT"] } },
    { path: "/api/conversations.history", body: { ok: true, messages: [{ ts: "1.1", text: "secret" }] } },
  );
  const answer = await ben.user.get(`/api/integrations/slack/channels/${hidden.id}/history`);
  expect(answer).toMatchObject({ status: 404, json: { code: "not_found" } });
  expect(await slack.requests("/api/conversations.history")).toEqual([]);
});

test("a private channel of the bot is not listed for a user outside it", async () => {
  await slack.script(
    { path: "/api/conversations.list", body: { ok: true, channels: [hidden] } },
    { path: "/api/users.conversations", body: { ok: true, channels: [] } },
  );
  const { status, json } = await ben.user.get("/api/integrations/slack/channels?includePrivate=true&refresh=true");
  expect([status, json]).toEqual([200, { channels: [] }]);
});
