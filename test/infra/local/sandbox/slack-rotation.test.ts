import { beforeEach, expect, test } from "vitest";
import { type Body, redirectUri, useProvider } from "./provider.ts";

const slack = useProvider("slack");
const client = { client_id: "sandbox-slack-client", client_secret: "sandbox-slack-secret" };

beforeEach(() => slack.behave({ rotation: true }));

async function install(): Promise<Body & { authed_user: Body }> {
  const back = await slack.consent("/oauth/v2/authorize", { scope: "channels:read", user_scope: "search:read" });
  const code = back.searchParams.get("code") ?? "";
  const { body } = await slack.form("/api/oauth.v2.access", { ...client, code, redirect_uri: redirectUri });
  return body as Body & { authed_user: Body };
}

async function refresh(token: unknown): Promise<Body> {
  const form = { ...client, grant_type: "refresh_token", refresh_token: String(token) };
  return (await slack.form("/api/oauth.v2.access", form)).body;
}

const isGood = async (token: unknown) => (await slack.asBearer("/api/auth.test", token, {})).body;

test("issues a token pair for the bot and one for the person", async () => {
  const { access_token, expires_in, refresh_token, authed_user } = await install();
  expect(access_token).toMatch(/^xoxe\.xoxb-1-/);
  expect(expires_in).toBe(43_200);
  expect(authed_user.access_token).toMatch(/^xoxe\.xoxp-1-/);
  expect(authed_user.refresh_token).not.toBe(refresh_token);
});

test("answers a refresh in the flat format, also for the person's token", async () => {
  const { authed_user } = await install();
  const answer = await refresh(authed_user.refresh_token);
  expect(answer).toMatchObject({ ok: true, token_type: "user", expires_in: 43_200, team: { id: "T0ACME001" } });
  expect(answer.access_token).toMatch(/^xoxe\.xoxp-1-/);
});

test("keeps the previous access token valid until it expires", async () => {
  const { access_token, refresh_token } = await install();
  await refresh(refresh_token);
  expect(await isGood(access_token)).toMatchObject({ ok: true });
});

test("refuses a refresh token that was already used", async () => {
  const { refresh_token } = await install();
  await refresh(refresh_token);
  expect(await refresh(refresh_token)).toEqual({ ok: false, error: "invalid_refresh_token" });
});

test("revokes the whole family when a refresh token is used twice", async () => {
  const { refresh_token } = await install();
  const { access_token, refresh_token: next } = await refresh(refresh_token);
  await refresh(refresh_token);
  expect(await isGood(access_token)).toEqual({ ok: false, error: "token_revoked" });
  expect(await refresh(next)).toEqual({ ok: false, error: "invalid_refresh_token" });
});

test("keeps the family valid when reuse detection is off", async () => {
  await slack.behave({ reuseDetection: false });
  const { refresh_token } = await install();
  const { refresh_token: next } = await refresh(refresh_token);
  await refresh(refresh_token);
  expect(await refresh(next)).toMatchObject({ ok: true });
});

test("answers token_expired to an expired token, which can still be refreshed", async () => {
  const { access_token, refresh_token } = await install();
  await slack.control("POST", "expire-tokens");
  expect(await isGood(access_token)).toEqual({ ok: false, error: "token_expired" });
  expect(await isGood((await refresh(refresh_token)).access_token)).toMatchObject({ ok: true });
});

test("answers a scripted refresh failure in Slack's format", async () => {
  const { refresh_token } = await install();
  await slack.behave({ refreshError: "invalid_client" });
  expect(await refresh(refresh_token)).toEqual({ ok: false, error: "bad_client_secret" });
});
