import "../http/lambda-environment.ts";
import * as oauth from "oauth4webapi";
import { afterAll, beforeEach, expect, test } from "vitest";
import { toAuthorizationServer } from "../../lib/oauth/client.ts";
import { exchangeCode, redeemRefreshToken } from "../../lib/oauth/token-endpoint.ts";
import { client, createAcme } from "../support/acme-provider.ts";
import { json, startTestServer } from "../support/test-server.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
  end.play = json({
    access_token: "at-1",
    token_type: "Bearer",
    expires_in: 3600,
    refresh_token: "rt-1",
    scope: "read",
  });
});

const redirectUri = "https://app.example.com/api/integrations/acme/callback";

interface Flow {
  readonly as?: typeof client;
  readonly codeVerifier?: string | undefined;
}

function exchange(provider = createAcme(end.url), flow: Flow = {}) {
  const { as = client, codeVerifier } = { codeVerifier: "v".repeat(43), ...flow };
  const parameters = new URLSearchParams({ code: "c-1" });
  const server = toAuthorizationServer(provider);
  const callback = oauth.validateAuthResponse(server, { client_id: as.clientId }, parameters, oauth.expectNoState);
  return exchangeCode(provider, as, { callback, redirectUri, codeVerifier }, fetch);
}

const sentForm = () => Object.fromEntries(new URLSearchParams(end.requests[0]?.body));
const sentHeader = (name: "accept" | "authorization" | "content-type") => end.requests[0]?.headers[name];

test("redeems a code with the redirect URI and verifier of its flow", async () => {
  await exchange();
  expect(sentForm()).toEqual({
    grant_type: "authorization_code",
    code: "c-1",
    redirect_uri: redirectUri,
    code_verifier: "v".repeat(43),
  });
});

test("returns the tokens", async () => {
  expect(await exchange()).toMatchObject({
    access_token: "at-1",
    refresh_token: "rt-1",
    expires_in: 3600,
    scope: "read",
  });
});

test("sends no verifier for a provider without PKCE", async () => {
  await exchange(createAcme(end.url, { pkce: false }), { codeVerifier: undefined });
  expect(sentForm()).not.toHaveProperty("code_verifier");
});

test("posts a form and asks for JSON", async () => {
  await exchange();
  expect(end.requests[0]?.method).toBe("POST");
  expect(sentHeader("content-type")).toMatch(/^application\/x-www-form-urlencoded/);
  expect(sentHeader("accept")).toContain("application/json");
});

test("puts nothing secret into the address", async () => {
  await exchange();
  expect(end.requests[0]?.path).toBe("/token");
});

test("authenticates with Basic as RFC 6749 section 2.3.1 shows it", async () => {
  await exchange(createAcme(end.url), { as: { clientId: "s6BhdRkqt3", clientSecret: "7Fjfp0ZBr1KtDRbnfVdmIw" } });
  expect(sentHeader("authorization")).toBe("Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3");
});

test.each([
  ["id-with_marks.~", "s3cret-with_marks.~", "id-with_marks.~:s3cret-with_marks.~"],
  ["id:colon", "p@ss word/%+é", "id%3Acolon:p%40ss%20word%2F%25%2B%C3%A9"],
])("escapes in Basic only what must be escaped: %s", async (clientId, clientSecret, pair) => {
  await exchange(createAcme(end.url), { as: { clientId, clientSecret } });
  expect(Buffer.from(sentHeader("authorization")?.slice("Basic ".length) ?? "", "base64").toString()).toBe(pair);
});

test("sends no credentials in the body with Basic", async () => {
  await exchange();
  expect(sentForm()).not.toHaveProperty("client_secret");
});

test("sends the credentials in the body where a provider wants them there, and only there", async () => {
  await exchange(createAcme(end.url, { clientAuth: "body" }));
  expect(sentForm()).toMatchObject({ client_id: "acme-client", client_secret: "acme-secret" });
  expect(sentHeader("authorization")).toBeUndefined();
});

test("redeems a refresh token at its own endpoint", async () => {
  await redeemRefreshToken(createAcme(end.url), client, "rt-1", fetch);
  expect(end.requests[0]?.path).toBe("/refresh");
  expect(sentForm()).toEqual({ grant_type: "refresh_token", refresh_token: "rt-1" });
});

test("redeems a refresh token at the token endpoint where there is no other", async () => {
  const { refresh: _none, ...endpoints } = createAcme(end.url).endpoints;
  await redeemRefreshToken(createAcme(end.url, { endpoints }), client, "rt-1", fetch);
  expect(end.requests[0]?.path).toBe("/token");
});

test("returns a refresh response without a new refresh token unchanged", async () => {
  end.play = json({ access_token: "at-2", token_type: "bearer" });
  expect(await redeemRefreshToken(createAcme(end.url), client, "rt-1", fetch)).not.toHaveProperty("refresh_token");
});

test("lets a provider convert its non-standard answer first", async () => {
  end.play = json({ token: "at-3" });
  const provider = createAcme(end.url, { standardize: ({ token }) => ({ access_token: token, token_type: "bearer" }) });
  expect((await exchange(provider)).access_token).toBe("at-3");
});

test("does not validate an id_token that nothing uses", async () => {
  end.play = json({ access_token: "at-4", token_type: "bearer", id_token: "not.a.token" });
  expect(await exchange()).not.toHaveProperty("id_token");
});

test("sends what a provider takes beside the code, with the code alone", async () => {
  const provider = createAcme(end.url, { tokenParameters: { access_mode: "offline" } });
  await exchange(provider);
  expect(sentForm()).toMatchObject({ grant_type: "authorization_code", access_mode: "offline" });
  end.requests.length = 0;
  await redeemRefreshToken(provider, client, "rt-1", fetch);
  expect(sentForm()).toEqual({ grant_type: "refresh_token", refresh_token: "rt-1" });
});

test("has a fresh refresh token and lifetime from a refresh, in standard form", async () => {
  end.play = json({ token: "at-3", refresh_token: "rt-3", expires_in: "60" });
  const provider = createAcme(end.url, {
    standardize: ({ token, ...rest }) => ({ ...rest, access_token: token, token_type: "bearer" }),
  });
  expect(await redeemRefreshToken(provider, client, "rt-1", fetch)).toEqual({
    access_token: "at-3",
    token_type: "bearer",
    refresh_token: "rt-3",
    expires_in: 60,
  });
});
