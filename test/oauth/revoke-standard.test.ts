// Revoking as RFC 7009 says, where a provider has no way of its own.
import { afterAll, beforeEach, expect, test } from "vitest";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { revokeTokens } from "../../lib/oauth/revoke-call.ts";
import { logged } from "../http/lambda-environment.ts";
import { client, createAcme } from "../support/acme-provider.ts";
import { answer, json, startTestServer } from "../support/test-server.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
  end.play = answer(200);
  logged.length = 0;
});

const acme = createAcme(end.url);
const revoke = (refreshToken: string | undefined = "rt-1", provider = acme) =>
  revokeTokens(provider, client, { accessToken: "at-1", refreshToken, isExpired: false }, fetch);
const sentForm = () => Object.fromEntries(new URLSearchParams(end.requests[0]?.body));

test("posts the refresh token to the revocation endpoint, as the client that has it", async () => {
  await revoke();
  expect(end.requests).toMatchObject([
    {
      method: "POST",
      path: "/revoke",
      headers: { authorization: `Basic ${Buffer.from("acme-client:acme-secret").toString("base64")}` },
    },
  ]);
  expect(sentForm()).toEqual({ token: "rt-1" });
});

test("posts the access token of a grant without a refresh token", async () => {
  await revokeTokens(acme, client, { accessToken: "at-1", refreshToken: undefined, isExpired: false }, fetch);
  expect(sentForm()).toEqual({ token: "at-1" });
});

test("posts the credentials where a provider wants them", async () => {
  await revoke("rt-1", createAcme(end.url, { clientAuth: "body" }));
  expect(sentForm()).toEqual({ token: "rt-1", client_id: "acme-client", client_secret: "acme-secret" });
});

test("does not renew an expired access token: the refresh token ends it as well", async () => {
  await revokeTokens(acme, client, { accessToken: "at-1", refreshToken: "rt-1", isExpired: true }, fetch);
  expect(end.requests.map(({ path }) => path)).toEqual(["/revoke"]);
});

test("sends nothing to a provider without a revocation endpoint", async () => {
  const { revoke: _none, ...endpoints } = acme.endpoints;
  await revoke("rt-1", createAcme(end.url, { endpoints }));
  expect(end.requests).toEqual([]);
});

test("is done without a word in the log when the provider agrees", async () => {
  await revoke();
  expect(logged).toEqual([]);
});

test("is done when the token is invalid already, and logs the status", async () => {
  end.play = json({ error: "invalid_token" }, 400);
  await revoke();
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([
    { level: "WARN", message: "revocation refused", provider: "acme", status: 400 },
  ]);
});

test.each([
  ["an invalid token at another status", json({ error: "invalid_token" }, 401), "http_401"],
  ["another error", json({ error: "unsupported_token_type" }, 400), "http_400"],
  ["no error code", json({}, 400), "http_400"],
  ["no JSON", answer(400, "<html>"), "http_400"],
  ["an outage", answer(502, "<html>"), "http_502"],
])("tries again after %s", async (_, play, code) => {
  end.play = play;
  const error = findProviderError(await revoke().catch((thrown: unknown) => thrown));
  expect(error).toMatchObject({ kind: "transient", code });
});
