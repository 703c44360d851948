import { expect, test } from "vitest";
import { type Body, redirectUri, useProvider } from "./provider.ts";
import { useReceiver } from "./receiver.ts";

const slack = useProvider("slack");
const receiver = useReceiver(slack);
const client = { client_id: "sandbox-slack-client", client_secret: "sandbox-slack-secret" };
const scope = "channels:read,groups:read,chat:write";

async function install(account = "acme"): Promise<Body & { authed_user: Body }> {
  const query = { scope, user_scope: "channels:read,groups:read" };
  const back = await slack.consent("/oauth/v2/authorize", query, { _approve: "1", _account: account });
  const form = { ...client, code: back.searchParams.get("code") ?? "", redirect_uri: redirectUri };
  return (await slack.form("/api/oauth.v2.access", form)).body as Body & { authed_user: Body };
}

const types = () => receiver.bodies().map(({ event }) => (event as Body).type);
const events = () => receiver.bodies().map(({ event }) => event);

test("lists the members of a channel", async () => {
  const { access_token } = await install();
  const { body } = await slack.asBearer("/api/conversations.members", access_token, { channel: "C0ACME4" });
  expect(body.members).toEqual(["U0ACMEADMIN", "U0ACMEADA", "U0ACMEBEN", "U0ACMEBOT"]);
});

test("shows a private channel's members to a member", async () => {
  const { authed_user } = await install();
  const { body } = await slack.asBearer("/api/conversations.members", authed_user.access_token, { channel: "C0ACME5" });
  expect(body.members).toEqual(["U0ACMEADA"]);
});

test("answers people outside a private channel as if it did not exist", async () => {
  const { authed_user, access_token } = await install("acme-ben");
  for (const token of [authed_user.access_token, access_token]) {
    for (const method of ["conversations.members", "conversations.info"]) {
      const { body } = await slack.asBearer(`/api/${method}`, token, { channel: "C0ACME5" });
      expect(body).toMatchObject({ ok: false, error: "channel_not_found" });
    }
  }
});

test("requires the private channels' scope for a private channel's members", async () => {
  const back = await slack.consent("/oauth/v2/authorize", { user_scope: "channels:read" });
  const form = { ...client, code: back.searchParams.get("code") ?? "", redirect_uri: redirectUri };
  const { body } = await slack.form("/api/oauth.v2.access", form);
  const token = (body as Body & { authed_user: Body }).authed_user.access_token;
  const answer = await slack.asBearer("/api/conversations.members", token, { channel: "C0ACME5" });
  expect(answer.body).toMatchObject({ error: "missing_scope", needed: "groups:read" });
});

test("returns the bot's identity", async () => {
  const { access_token } = await install();
  const { body } = await slack.asBearer("/api/auth.test", access_token, {});
  expect(body).toMatchObject({ team_id: "T0ACME001", user_id: "U0ACMEBOT", bot_id: "B0ACMEBOT" });
});

test("delivers a mention as a mention and as a message", async () => {
  await receiver.push({ event: "app_mention", text: "please look" });
  expect(types()).toEqual(["message", "app_mention"]);
  expect(events()[1]).toMatchObject({ text: "<@U0ACMEBOT> please look" });
});

test.each([
  [{ event: "channel_created", channel: "launch" }, { channel: { name: "launch", creator: "U0ACMEADA" } }],
  [{ event: "channel_rename", channel: "releases", text: "ships" }, { channel: { id: "C0ACME4", name: "ships" } }],
  [
    { event: "channel_archive", channel: "releases" },
    { channel: "C0ACME4", user: "U0ACMEADA" },
  ],
  [
    { event: "member_left_channel", channel: "releases" },
    { channel: "C0ACME4", user: "U0ACMEADA" },
  ],
  [
    { event: "file_shared", channel: "releases" },
    { channel_id: "C0ACME4", user_id: "U0ACMEADA" },
  ],
])("delivers %o", async (push, expected) => {
  await receiver.push(push);
  expect(events()).toMatchObject([{ type: push.event, ...expected }]);
});

test("delivers that a person joined, and lists them in the channel", async () => {
  await receiver.push({ event: "member_left_channel", channel: "releases", from: "ben" });
  await receiver.push({ event: "member_joined_channel", channel: "releases", from: "ben" });
  expect(events()[1]).toMatchObject({ type: "member_joined_channel", user: "U0ACMEBEN", channel: "C0ACME4" });
});

test("sends a signed url_verification challenge", async () => {
  receiver.setAnswer((_, { body }) => ({ status: 200, body: JSON.parse(body.toString("utf8")).challenge }));
  const [delivery] = await receiver.push({ event: "url_verification", text: "abc" });
  expect(delivery?.attempts[0]?.answer).toBe("abc");
  expect(receiver.received()[0]?.headers).toHaveProperty("x-slack-signature");
});

test("sends a pressed button as a form, once", async () => {
  receiver.setAnswer(() => ({ status: 500 }));
  await receiver.push({ event: "block_actions", from: "ben" });
  const [got, ...rest] = receiver.received();
  expect(got?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
  expect(got?.path).toBe("/api/v1/webhooks/slack/interactive");
  const payload = JSON.parse(new URLSearchParams(got?.body.toString("utf8")).get("payload") ?? "");
  expect(payload).toMatchObject({ type: "block_actions", team: { id: "T0ACME001" }, user: { id: "U0ACMEBEN" } });
  expect(rest).toEqual([]);
});

test("sends app_rate_limited without an event envelope", async () => {
  await receiver.push({ event: "app_rate_limited" });
  expect(receiver.bodies()).toMatchObject([{ type: "app_rate_limited", team_id: "T0ACME001" }]);
});

test.each([
  ["tokens_revoked", ["tokens_revoked", "app_uninstalled"]],
  ["app_uninstalled", ["app_uninstalled", "tokens_revoked"]],
])("uninstalls with %s first, after all tokens were invalidated", async (order, expected) => {
  const { access_token } = await install();
  await receiver.push({ event: "app_uninstalled", order });
  expect(types()).toEqual(expected);
  expect(events()).toContainEqual(expect.objectContaining({ tokens: { oauth: ["U0ACMEADA"], bot: ["U0ACMEBOT"] } }));
  expect((await slack.asBearer("/api/auth.test", access_token, {})).body).toMatchObject({ error: "token_revoked" });
});

test("revokes one person's tokens and keeps the bot's", async () => {
  const { access_token, authed_user } = await install("acme-ben");
  await receiver.push({ event: "tokens_revoked", from: "ben" });
  expect(events()).toMatchObject([{ tokens: { oauth: ["U0ACMEBEN"], bot: [] } }]);
  expect((await slack.asBearer("/api/auth.test", authed_user.access_token, {})).body.ok).toBe(false);
  expect((await slack.asBearer("/api/auth.test", access_token, {})).body.ok).toBe(true);
});

test("delivers that the app has revoked a token itself", async () => {
  const { authed_user } = await install();
  await slack.behave({ events: true });
  await slack.asBearer("/api/auth.revoke", authed_user.access_token, {});
  await receiver.waitForRequests(1);
  expect(events()).toMatchObject([{ type: "tokens_revoked", tokens: { oauth: ["U0ACMEADA"] } }]);
});
