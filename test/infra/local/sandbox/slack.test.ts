import { expect, test } from "vitest";
import { type Body, redirectUri, useProvider } from "./provider.ts";

const slack = useProvider("slack");
const client = { client_id: "sandbox-slack-client", client_secret: "sandbox-slack-secret" };

async function code(query: Record<string, string>, account = "acme"): Promise<string> {
  const back = await slack.consent("/oauth/v2/authorize", query, { _approve: "1", _account: account });
  return back.searchParams.get("code") ?? "";
}

async function install(query: Record<string, string>, account = "acme"): Promise<Body> {
  const form = { ...client, code: await code(query, account), redirect_uri: redirectUri };
  return (await slack.form("/api/oauth.v2.access", form)).body;
}

const bot = { scope: "channels:read,groups:read" };

test("answers the installation of a workspace with its team and a bot token that does not expire", async () => {
  const answer = await install(bot);
  expect(answer).toMatchObject({ ok: true, token_type: "bot", team: { id: "T0ACME001", name: "Acme" } });
  expect(answer.access_token).toMatch(/^xoxb-/);
  expect(answer).not.toHaveProperty("expires_in");
});

test("keeps two workspaces separate, with channel ids that survive a reset", async () => {
  const { access_token: token } = await install(bot, "globex");
  const { body } = await slack.asBearer("/api/conversations.list", token, { types: "public_channel" });
  expect(body.channels).toMatchObject([
    { id: "C0GLOBEX1", name: "general" },
    { id: "C0GLOBEX2", name: "random" },
    { id: "C0GLOBEX3", name: "support" },
  ]);
});

test("posts into a channel under its stable id", async () => {
  const { access_token: token } = await install({ scope: "chat:write" });
  const { body } = await slack.asBearer("/api/chat.postMessage", token, { channel: "C0ACME3", text: "Hello" });
  expect(body).toMatchObject({ ok: true, channel: "C0ACME3", message: { text: "Hello", user: "U0ACMEBOT" } });
});

test("reads arguments from the query of a GET", async () => {
  const { access_token: token } = await install(bot);
  const { body } = await slack.asBearer("/api/conversations.list?limit=1", token);
  expect(body.channels).toHaveLength(1);
});

test("omits the top-level token when only user scopes are requested", async () => {
  const answer = await install({ user_scope: "search:read" });
  expect(answer).not.toHaveProperty("access_token");
  expect(answer.authed_user).toMatchObject({ id: "U0ACMEADA", token_type: "user", scope: "search:read" });
});

test("refuses a used code with status 200", async () => {
  const form = { ...client, code: await code(bot), redirect_uri: redirectUri };
  await slack.form("/api/oauth.v2.access", form);
  const again = await slack.form("/api/oauth.v2.access", form);
  expect(again).toMatchObject({ status: 200, body: { ok: false, error: "code_already_used" } });
});

test("answers bad_client_secret to a wrong secret", async () => {
  const form = { ...client, client_secret: "guess", code: await code(bot), redirect_uri: redirectUri };
  expect((await slack.form("/api/oauth.v2.access", form)).body).toEqual({ ok: false, error: "bad_client_secret" });
});

test("refuses a redirect URI other than the authorization's", async () => {
  const form = { ...client, code: await code(bot), redirect_uri: "http://localhost:6600/other" };
  expect((await slack.form("/api/oauth.v2.access", form)).body).toEqual({ ok: false, error: "bad_redirect_uri" });
});

test("answers invalid_auth to an unknown token", async () => {
  const { status, body } = await slack.asBearer("/api/auth.test", "xoxb-guess", {});
  expect({ status, body }).toEqual({ status: 200, body: { ok: false, error: "invalid_auth" } });
});

test("answers token_revoked after auth.revoke", async () => {
  const { access_token: token } = await install(bot);
  expect((await slack.asBearer("/api/auth.revoke", token, {})).body).toEqual({ ok: true, revoked: true });
  expect((await slack.asBearer("/api/auth.test", token, {})).body).toEqual({ ok: false, error: "token_revoked" });
});

test("revokes nothing when auth.revoke is only a test", async () => {
  const { access_token: token } = await install(bot);
  await slack.asBearer("/api/auth.revoke", token, { test: "1" });
  expect((await slack.asBearer("/api/auth.test", token, {})).body).toMatchObject({ ok: true, team_id: "T0ACME001" });
});

test("names the scope that a call lacks", async () => {
  const { access_token: token } = await install({ scope: "chat:write" });
  const { body } = await slack.asBearer("/api/conversations.list", token, { types: "public_channel" });
  expect(body).toMatchObject({ ok: false, error: "missing_scope", needed: "channels:read" });
});
