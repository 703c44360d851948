import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { redirectUri, useProvider } from "./provider.ts";

const google = useProvider("google");
const client = { client_id: "sandbox-google-client", client_secret: "sandbox-google-secret" };
const gmail = "https://www.googleapis.com/auth/gmail.readonly";
const calendar = "https://www.googleapis.com/auth/calendar.readonly";
const offline = { access_type: "offline", prompt: "consent" };

const consent = (scope: string, query: Record<string, string> = offline, account = "ada@example.com") =>
  google.consent("/o/oauth2/v2/auth", { scope, ...query }, { _approve: "1", _account: account });

async function connect(scope: string, query: Record<string, string> = offline, account?: string) {
  const code = (await consent(scope, query, account)).searchParams.get("code") ?? "";
  const form = { ...client, grant_type: "authorization_code", code, redirect_uri: redirectUri };
  return (await google.form("/token", form)).body;
}

const refresh = (token: unknown, more: Record<string, string> = {}) =>
  google.form("/token", { ...client, grant_type: "refresh_token", refresh_token: String(token), ...more });

test.each([
  ["right", "https://accounts.google.com"],
  ["wrong", "https://accounts.example.com"],
  ["none", null],
])("sends the %s issuer on the callback", async (sendIss, iss) => {
  await google.behave({ sendIss });
  expect((await consent(gmail)).searchParams.get("iss")).toBe(iss);
});

test("names the issuer on a denial too", async () => {
  const back = await google.consent("/o/oauth2/v2/auth", { scope: gmail }, { _deny: "1" });
  expect(Object.fromEntries(back.searchParams)).toEqual({
    error: "access_denied",
    iss: "https://accounts.google.com",
    state: "s",
  });
});

test("returns the scopes that the user kept ticked", async () => {
  await google.behave({ grantedScopes: ["openid", gmail] });
  expect((await connect(`openid ${gmail} ${calendar}`)).scope).toBe(`openid ${gmail}`);
});

test.each([
  ["offline access", { prompt: "consent" }],
  ["consent", { access_type: "offline" }],
])("gives no refresh token without %s", async (_, query: Record<string, string>) => {
  expect(await connect(gmail, query)).not.toHaveProperty("refresh_token");
});

test("omits the refresh token from a refresh", async () => {
  const { refresh_token } = await connect(gmail);
  const { body } = await refresh(refresh_token);
  expect(body).toMatchObject({ expires_in: 3599, scope: gmail, token_type: "Bearer" });
  expect(body).not.toHaveProperty("refresh_token");
});

test("issues access tokens with the configured lifetime", async () => {
  await google.behave({ accessTokenLifetime: 40 });
  expect((await connect(gmail)).expires_in).toBe(40);
});

test("returns the same user in userinfo and id_token", async () => {
  const { access_token, id_token } = await connect(`openid email ${gmail}`, offline, "ben@example.com");
  const { body } = await google.asBearer("/v1/userinfo", access_token);
  expect(body).toEqual({ sub: "100000000000000000002", email: "ben@example.com", email_verified: true });
  expect(decodeJwt(String(id_token))).toMatchObject({
    iss: "https://accounts.google.com",
    aud: client.client_id,
    sub: body.sub,
  });
});

test("reads the mail of the user who approved", async () => {
  const { access_token } = await connect(gmail);
  const { body } = await google.asBearer("/gmail/v1/users/me/messages", access_token);
  expect(body.messages).toMatchObject([{ id: "msg_ada_review" }, { id: "msg_ada_invoice" }]);
});

test("refuses the calendar to a mail token with a scope error", async () => {
  const { access_token } = await connect(gmail);
  const answer = await google.asBearer("/calendar/v3/calendars/primary/events", access_token);
  expect(answer).toMatchObject({ status: 403, body: { error: { status: "PERMISSION_DENIED" } } });
});

test("answers 401 UNAUTHENTICATED to an expired token", async () => {
  const { access_token } = await connect(calendar);
  await google.control("POST", "expire-tokens");
  const answer = await google.asBearer("/calendar/v3/calendars/primary/events", access_token);
  expect(answer).toMatchObject({ status: 401, body: { error: { status: "UNAUTHENTICATED" } } });
});

test("ends the sibling connection of the same user when one is revoked", async () => {
  const [mail, events] = [await connect(gmail), await connect(calendar)];
  await google.form("/revoke", { token: String(mail.refresh_token) });
  expect((await google.asBearer("/calendar/v3/calendars/primary/events", events.access_token)).status).toBe(401);
  expect(await refresh(events.refresh_token)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
});

test("keeps other users' tokens when one revokes", async () => {
  const [ada, ben] = [await connect(gmail), await connect(gmail, offline, "ben@example.com")];
  await google.form("/revoke", { token: String(ada.access_token) });
  expect((await google.asBearer("/gmail/v1/users/me/messages", ben.access_token)).status).toBe(200);
});

test("answers an unknown refresh token and a wrong secret differently", async () => {
  const { refresh_token } = await connect(gmail);
  const wrongSecret = await refresh(refresh_token, { client_secret: "guess" });
  expect(wrongSecret).toMatchObject({ status: 401, body: { error: "invalid_client" } });
  expect(await refresh("guess")).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
});
