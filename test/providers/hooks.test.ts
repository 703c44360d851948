// The hooks of the definitions.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { findProviderError } from "../../lib/http/provider-error.ts";
import type { Provider, TokenResponse } from "../../lib/oauth/definition.ts";
import { figma } from "../../lib/providers/figma/definition.ts";
import { github } from "../../lib/providers/github/definition.ts";
import { gmail } from "../../lib/providers/gmail/definition.ts";
import { slack } from "../../lib/providers/slack/definition.ts";
import { answer, json, type Play, startTestServer } from "../support/test-server.ts";
import { readerAt } from "./support/reader-at.ts";
import { withOrigin } from "./support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
});

const token: Record<string, never> & TokenResponse = JSON.parse('{"access_token":"at-1","token_type":"bearer"}');

async function accountFailure(provider: Provider, play: Play) {
  end.play = play;
  const { account, endpoints } = withOrigin(provider, end.url);
  return findProviderError(await account(token, readerAt(endpoints)).catch((error: unknown) => error))?.kind;
}

const readers = [
  ["figma", figma],
  ["github", github],
  ["gmail", gmail],
] as const;

test.each(readers)("treats an outage of %s's profile endpoint as an outage, not as a refusal", async (_, provider) => {
  expect(await accountFailure(provider, json({ message: "down" }, 503))).toBe("transient");
});

test.each(readers)("refuses a profile of %s that names nobody", async (_, provider) => {
  expect(await accountFailure(provider, json({}))).toBe("permanent");
});

test("names a GitHub account without a display name by its login", async () => {
  end.play = json({ id: 7, login: "ada", name: null });
  expect(await github.account(token, readerAt(withOrigin(github, end.url).endpoints))).toEqual({
    id: "7",
    name: "ada",
    username: "ada",
  });
});

test("knows a workspace by the enterprise when there is no team", async () => {
  const answered = { ...token, team: null, enterprise: { id: "E1", name: "Acme Grid" }, bot: true };
  expect(await slack.account(answered, readerAt(slack.endpoints))).toMatchObject({ id: "E1", name: "Acme Grid" });
});

const standard = (provider: Provider, body: Record<string, unknown>) => provider.standardize?.(body);

test.each([
  [
    "a bot and a person",
    { access_token: "xoxb", token_type: "bot", authed_user: { id: "U1", access_token: "xoxp" } },
    "xoxb",
    true,
  ],
  ["a bot alone", { access_token: "xoxb", token_type: "bot", authed_user: { id: "U1" } }, "xoxb", true],
  ["a person alone", { authed_user: { id: "U1", access_token: "xoxp" } }, "xoxp", false],
  ["a person's refresh, which is flat", { access_token: "xoxp", token_type: "user" }, "xoxp", false],
])("finds the token in Slack's answer for %s", (_, body, accessToken, bot) => {
  expect(standard(slack, { ok: true, ...body })).toMatchObject({
    access_token: accessToken,
    token_type: "bearer",
    bot,
  });
});

test("makes two token sets of a bot and a person", () => {
  const answered = {
    ...token,
    bot: true,
    scope: "chat:write",
    authed_user: { id: "U1", access_token: "xoxp", scope: "search:read" },
  };
  expect(slack.tokenSets?.(answered)).toMatchObject({
    bot: { access_token: "at-1", scope: "chat:write" },
    user: { access_token: "xoxp", scope: "search:read" },
  });
});

test("keeps only the error of a Slack answer that says no", () => {
  expect(standard(slack, { ok: false, error: "invalid_code", access_token: "x" })).toEqual({ error: "invalid_code" });
});

test("reads GitHub's comma list of scopes", () => {
  expect(standard(github, { ...token, scope: "repo,read:user" })).toMatchObject({ scope: "repo read:user" });
});

test.each([
  ["Invalid refresh token", "invalid_grant"],
  ["Invalid code: used", "invalid_grant"],
  ["Invalid client credentials", "invalid_client"],
  ["Unsupported grant_type", "invalid_client"],
  [undefined, "invalid_grant"],
])("gives Figma's refusal %j the standard code %s", (message, error) => {
  expect(standard(figma, { error: true, status: 400, message })).toMatchObject({ error });
});

test("says that Figma's token is a bearer's where Figma does not", () => {
  expect(standard(figma, { access_token: "figu" })).toEqual({ access_token: "figu", token_type: "bearer" });
});

async function revocation(provider: Provider, play: Play) {
  end.play = play;
  const { endpoints, revoke } = withOrigin(provider, end.url);
  const context = { endpoints, clientId: "id/1", clientSecret: "s3cret", accessToken: "at-1", refreshToken: undefined };
  const error = await revoke?.({ ...context, fetch }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return findProviderError(error)?.kind ?? "done";
}

test.each(["token_revoked", "invalid_auth", "token_expired", "account_inactive", "not_authed"])(
  "takes Slack's revocation for done when it says %s",
  async (error) => {
    expect(await revocation(slack, json({ ok: false, error }))).toBe("done");
  },
);

test.each(["internal_error", "fatal_error", "service_unavailable", "ratelimited", "request_timeout"])(
  "tries Slack's revocation again after %s",
  async (error) => {
    expect(await revocation(slack, json({ ok: false, error }))).toBe("transient");
  },
);

test.each<[string, Play, string]>([
  ["done once it is revoked", json({ ok: true, revoked: true }), "done"],
  ["not done while it answers HTML", answer(502, "<html>"), "transient"],
])("takes Slack's revocation for %s", async (_, play, expected) => {
  expect(await revocation(slack, play)).toBe(expected);
});

test.each([
  [204, "done"],
  [404, "done"],
  [422, "done"],
  [401, "transient"],
  [429, "transient"],
  [503, "transient"],
])("tries GitHub's revocation again until it is done: status %i", async (status, expected) => {
  expect(await revocation(github, answer(status))).toBe(expected);
});

test("revokes a GitHub token with the application's credentials, its id escaped in the path", async () => {
  await revocation(github, answer(204));
  expect(end.requests[0]).toMatchObject({
    method: "DELETE",
    path: "/applications/id%2F1/token",
    body: '{"access_token":"at-1"}',
  });
  expect(end.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from("id/1:s3cret").toString("base64")}`);
});
