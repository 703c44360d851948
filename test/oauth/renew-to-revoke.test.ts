// Where only access tokens can be revoked, an expired one is renewed first.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { RevokeContext } from "../../lib/oauth/definition.ts";
import { refreshIfExpired, revokeTokens } from "../../lib/oauth/revoke-call.ts";
import { client, createAcme } from "../support/acme-provider.ts";
import { json, startTestServer } from "../support/test-server.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
  end.play = json({ access_token: "at-2", token_type: "bearer" });
});

const acme = createAcme(end.url);
const expired = { accessToken: "at-1", refreshToken: "rt-1", isExpired: true };

test("keeps the refresh token that the provider does not replace", async () => {
  expect(await refreshIfExpired(acme, client, expired, fetch)).toEqual({
    accessToken: "at-2",
    refreshToken: "rt-1",
    isExpired: false,
  });
  expect(end.requests.map(({ path }) => path)).toEqual(["/refresh"]);
});

test("takes the refresh token that the provider sends", async () => {
  end.play = json({ access_token: "at-2", token_type: "bearer", refresh_token: "rt-2" });
  expect(await refreshIfExpired(acme, client, expired, fetch)).toEqual({
    accessToken: "at-2",
    refreshToken: "rt-2",
    isExpired: false,
  });
});

test.each([
  ["that still works", { ...expired, isExpired: false }],
  ["without a refresh token", { ...expired, refreshToken: undefined }],
])("renews no access token %s", async (_, tokens) => {
  expect(await refreshIfExpired(acme, client, tokens, fetch)).toBe(tokens);
  expect(end.requests).toEqual([]);
});

test("has no tokens when the grant is gone", async () => {
  end.play = json({ error: "invalid_grant" }, 400);
  expect(await refreshIfExpired(acme, client, expired, fetch)).toBeUndefined();
});

test("passes on what else the provider answers", async () => {
  end.play = json({ error: "temporarily_unavailable" }, 400);
  await expect(refreshIfExpired(acme, client, expired, fetch)).rejects.toMatchObject({ kind: "transient" });
});

test("passes on that the renewed tokens could not be kept, and revokes nothing", async () => {
  const lost = new Error("not stored");
  const tokens = { ...expired, keepRenewed: () => Promise.reject(lost) };
  await expect(refreshIfExpired(acme, client, tokens, fetch)).rejects.toBe(lost);
  const revoked: string[] = [];
  const provider = createAcme(end.url, {
    revoke: async ({ accessToken }) => {
      revoked.push(accessToken);
      return "revoked";
    },
  });
  await expect(revokeTokens(provider, client, tokens, fetch)).rejects.toBe(lost);
  expect(revoked).toEqual([]);
});

test("gives a provider's own way the addresses, the client, the tokens, and a fetch to the provider alone", async () => {
  const given: RevokeContext[] = [];
  const provider = createAcme(end.url, {
    revoke: async (context) => {
      given.push(context);
      await context.fetch(`${end.url}/gone`, { method: "DELETE" });
      await expect(context.fetch("https://evil.example/", {})).rejects.toMatchObject({ code: "egress_refused" });
      return "revoked";
    },
  });
  await revokeTokens(provider, client, { ...expired, isExpired: false }, fetch);
  expect(given).toEqual([expect.objectContaining({ endpoints: acme.endpoints, ...client, accessToken: "at-1" })]);
  expect(given[0]?.refreshToken).toBe("rt-1");
  expect(end.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["DELETE /gone"]);
});
