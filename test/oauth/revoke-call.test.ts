import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { findProviderError } from "../../lib/http/provider-error.ts";
import type { Provider } from "../../lib/oauth/definition.ts";
import { revokeTokens, type TokensToRevoke } from "../../lib/oauth/revoke-call.ts";
import { client, createAcme } from "../support/acme-provider.ts";
import { json, startTestServer } from "../support/test-server.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
  end.play = json({});
});

const tokens = { accessToken: "at-1", refreshToken: "rt-1", isExpired: false };

const standard = (): Provider => {
  const { revoke: _hook, ...provider } = createAcme(end.url);
  return { ...provider, endpoints: { ...provider.endpoints, revoke: `${end.url}/revoke` } };
};

const byAccessToken = (revoked: string[], dead: readonly string[] = []): Provider => ({
  ...standard(),
  revoke: async ({ accessToken }) => {
    revoked.push(accessToken);
    return dead.includes(accessToken) ? "dead" : "revoked";
  },
});

const refusal = async (
  provider: Provider,
  given: Omit<TokensToRevoke, "refreshToken"> & Partial<TokensToRevoke> = tokens,
) =>
  revokeTokens(provider, client, { refreshToken: undefined, ...given }, fetch).then(
    () => "done",
    (error: unknown) => findProviderError(error)?.kind,
  );

test("revokes by the refresh token, which ends the access token as well", async () => {
  expect(await refusal(standard())).toBe("done");
  expect(new URLSearchParams(end.requests[0]?.body).get("token")).toBe("rt-1");
});

test("counts a token that the provider no longer knows as revoked", async () => {
  end.play = json({ error: "invalid_token" }, 400);
  expect(await refusal(standard())).toBe("done");
});

test.each([
  ["another refusal", 400, { error: "invalid_client" }],
  ["an outage", 503, {}],
])("tries again after %s", async (_, status, body) => {
  end.play = json(body, status);
  expect(await refusal(standard())).toBe("transient");
});

test("renews an expired access token where only access tokens can be revoked", async () => {
  end.play = json({ access_token: "at-2", token_type: "bearer", expires_in: 3600 });
  const revoked: string[] = [];
  expect(await refusal(byAccessToken(revoked), { ...tokens, isExpired: true })).toBe("done");
  expect(revoked).toEqual(["at-2"]);
});

test("revokes nothing when the refresh token is already invalid", async () => {
  end.play = json({ error: "invalid_grant" }, 400);
  const revoked: string[] = [];
  expect(await refusal(byAccessToken(revoked), { ...tokens, isExpired: true })).toBe("done");
  expect(revoked).toEqual([]);
});

test("goes on with the refresh token when the provider calls the access token dead: the grant may live", async () => {
  end.play = json({ access_token: "at-2", token_type: "bearer", refresh_token: "rt-2" });
  const revoked: string[] = [];
  expect(await refusal(byAccessToken(revoked, ["at-1"]))).toBe("done");
  expect(revoked).toEqual(["at-1", "at-2"]);
  expect(new URLSearchParams(end.requests[0]?.body).get("refresh_token")).toBe("rt-1");
});

test("is done when access token and refresh token are both dead, and where there is no refresh token", async () => {
  end.play = json({ error: "invalid_grant" }, 400);
  const revoked: string[] = [];
  expect(await refusal(byAccessToken(revoked, ["at-1"]))).toBe("done");
  expect(await refusal(byAccessToken(revoked, ["at-1"]), { accessToken: "at-1", isExpired: false })).toBe("done");
  expect(revoked).toEqual(["at-1", "at-1"]);
  expect(end.requests).toHaveLength(1);
});

test("keeps what a refresh returned before it is revoked, so that another attempt has it", async () => {
  end.play = json({ access_token: "at-2", token_type: "bearer", refresh_token: "rt-2" });
  const order: string[] = [];
  const given = {
    ...tokens,
    isExpired: true,
    keepRenewed: async (found: { access_token: string }) => void order.push(`kept ${found.access_token}`),
  };
  await refusal(byAccessToken(order), given);
  expect(order).toEqual(["kept at-2", "at-2"]);
});
