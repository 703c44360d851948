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

test("a private channel of the bot is listed for its members without being asked for, unless they ask for none", async () => {
  const ids = [hidden.id, "C0ACME1"];
  const open = { ...hidden, id: "C0ACME1", name: "general", is_private: false, is_member: true };
  await slack.script(
    { path: "/api/conversations.list", body: { ok: true, channels: [hidden, open] } },
    { path: "/api/users.conversations", body: { ok: true, channels: [{ id: hidden.id }] } },
  );
  const list = async (query: string) => {
    const { json } = await ben.user.get(`/api/integrations/slack/channels?${query}`);
    return (json as { channels: { id: string; is_member: boolean }[] }).channels;
  };
  expect((await list("refresh=true")).map(({ id, is_member }) => [id, is_member])).toEqual([
    [hidden.id, false],
    ["C0ACME1", true],
  ]);
  expect((await list("")).map(({ id }) => id)).toEqual(ids);
  const asked = (await slack.requests("/api/conversations.list")).map(({ body }) =>
    new URLSearchParams(body).get("types"),
  );
  expect(asked).toEqual(["public_channel,private_channel"]);
  await slack.forgetRequests();
  expect((await list("includePrivate=false")).map(({ id }) => id)).not.toContain(hidden.id);
  expect(new URLSearchParams((await slack.requests("/api/conversations.list"))[0]?.body).get("types")).toBe(
    "public_channel",
  );
});

test("a private channel of the bot is not listed for a user outside it", async () => {
  await slack.script(
    { path: "/api/conversations.list", body: { ok: true, channels: [hidden] } },
    { path: "/api/users.conversations", body: { ok: true, channels: [] } },
  );
  const { status, json } = await ben.user.get("/api/integrations/slack/channels?refresh=true");
  expect([status, json]).toEqual([200, { channels: [] }]);
});
