import "../http/lambda-environment.ts";
import { gzipSync } from "node:zlib";
import * as oauth from "oauth4webapi";
import { afterAll, beforeEach, expect, test } from "vitest";
import { toCallbackError } from "../../lib/connections/callback-error.ts";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { toAuthorizationServer } from "../../lib/oauth/client.ts";
import { exchangeCode, redeemRefreshToken } from "../../lib/oauth/token-endpoint.ts";
import { client, createAcme } from "../support/acme-provider.ts";
import { elapsedWithoutStalls } from "../support/elapsed-without-stalls.ts";
import { answer, answerEndlessly, dribble, json, type Play, reset, startTestServer } from "../support/test-server.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
});

const provider = createAcme(end.url, { errors: { spent: "reconnect", busy: "transient" } });

async function exchange(play: Play): Promise<unknown> {
  end.play = play;
  const server = toAuthorizationServer(provider);
  const parameters = new URLSearchParams({ code: "code-hunter2" });
  const callback = oauth.validateAuthResponse(server, { client_id: client.clientId }, parameters, oauth.expectNoState);
  const flow = { callback, redirectUri: "https://app.example.com/cb", codeVerifier: "v".repeat(43) };
  return exchangeCode(provider, client, flow, fetch).catch((error: unknown) => error);
}

const refresh = async (play: Play) => {
  end.play = play;
  return findProviderError(await redeemRefreshToken(provider, client, "rt-1", fetch).catch((error: unknown) => error));
};

const good = { access_token: "at", token_type: "bearer" };
const html = { "content-type": "text/html" };
const gzip = { "content-type": "application/json", "content-encoding": "gzip" };

const malformed: [string, Play, string][] = [
  ["a page of HTML at 200", answer(200, "<html>Welcome</html>", html), "provider_unavailable"],
  ["a page of HTML at 400", answer(400, "<html>Bad</html>", html), "provider_unavailable"],
  ["nothing at all", answer(200), "provider_unavailable"],
  ["half a document", answer(200, '{"access_token":"at'), "provider_unavailable"],
  ["an error at 200", json({ error: "bad_code", error_description: "xoxb-hunter2" }), "provider_error"],
  ["an error beside a token", json({ ...good, error: "bad_code" }), "provider_error"],
  ["ok:false at 200", json({ ok: false, error: "invalid_code" }), "provider_error"],
  ["ok:false and no more", json({ ok: false }), "provider_error"],
  ["an array", json([good]), "provider_unavailable"],
  ["null", json(null), "provider_unavailable"],
  ["a string", json("at"), "provider_unavailable"],
  ["a number", json(7), "provider_unavailable"],
  ["an empty object", json({}), "provider_error"],
  ["fifty megabytes", answerEndlessly(50_000_000), "provider_error"],
  ["a gzip bomb", answer(200, gzipSync(Buffer.alloc(50_000_000, " ")), gzip), "provider_error"],
  ["a broken gzip", answer(200, "not gzip", gzip), "provider_unavailable"],
  ["no access token", json({ token_type: "bearer" }), "provider_error"],
  ["an empty access token", json({ ...good, access_token: "" }), "provider_error"],
  ["an access token that is a number", json({ ...good, access_token: 7 }), "provider_error"],
  ["an access token that is an object", json({ ...good, access_token: { at: 1 } }), "provider_error"],
  ["an access token that is null", json({ ...good, access_token: null }), "provider_error"],
  ["a token of type mac", json({ ...good, token_type: "mac" }), "provider_error"],
  ["a token of no type", json({ access_token: "at" }), "provider_error"],
  ["a refresh token that is a number", json({ ...good, refresh_token: 7 }), "provider_error"],
  ["a redirect", answer(302, "", { location: "https://evil.example/token" }), "provider_unavailable"],
  ["too many requests", json({ error: "slow_down" }, 429, { "retry-after": "7" }), "provider_unavailable"],
  ["an internal error", json({ error: "server_error" }, 500), "provider_unavailable"],
  ["a bad gateway", answer(502, "<html>", html), "provider_unavailable"],
  ["a token with status 503", json(good, 503), "provider_unavailable"],
  ["a reset connection", reset, "provider_unavailable"],
];

test.each(malformed)("ends the flow when the token endpoint answers %s", async (_, play, outcome) => {
  expect(toCallbackError(await exchange(play))).toBe(outcome);
});

test.each(malformed)("sends the code once when the token endpoint answers %s", async (_, play) => {
  await exchange(play);
  expect(end.requests).toHaveLength(1);
});

test.each(malformed)("repeats nothing of code or answer in the error for %s", async (_, play) => {
  const error = await exchange(play);
  expect(
    `${error} ${error instanceof Error ? error.cause : ""} ${JSON.stringify(findProviderError(error))}`,
  ).not.toContain("hunter2");
});

test("gives up within ten seconds when the token endpoint sends a byte at a time", async () => {
  const { result, ms } = await elapsedWithoutStalls(() => exchange(dribble(100)));
  expect(findProviderError(result)?.kind).toBe("transient");
  expect(ms).toBeLessThan(11_000);
  expect(end.requests).toHaveLength(1);
});

test.each([
  ["invalid_grant", 400, "reconnect"],
  ["invalid_client", 401, "config"],
  ["invalid_client", 400, "config"],
  ["unauthorized_client", 400, "config"],
  ["unsupported_grant_type", 400, "config"],
  ["invalid_scope", 400, "permanent"],
  ["temporarily_unavailable", 400, "transient"],
  ["server_error", 400, "transient"],
  ["never_heard_of", 400, "permanent"],
  ["spent", 200, "reconnect"],
  ["busy", 200, "transient"],
  ["constructor", 400, "permanent"],
  ["__proto__", 400, "permanent"],
])("classes the refresh error %s at status %i as %s", async (error, status, expected) => {
  expect(await refresh(json({ error }, status))).toMatchObject({ kind: expected, code: error });
});

test("passes on how long a throttling token endpoint asks to wait", async () => {
  expect(await refresh(json({}, 429, { "retry-after": "30" }))).toMatchObject({
    kind: "rate",
    code: "http_429",
    retryAfterSeconds: 30,
  });
});

test.each([
  ["a server error that names the grant", json({ error: "invalid_grant" }, 500)],
  ["HTML at 400", answer(400, "<html>", html)],
])("keeps the connection on %s", async (_, play) => {
  expect((await refresh(play))?.kind).toBe("transient");
});
