// The refresh errors of each provider's token endpoint, and what they mean for the connection.
import "../http/lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import { type FailureKind, findProviderError } from "../../lib/http/provider-error.ts";
import { redeemRefreshToken } from "../../lib/oauth/token-endpoint.ts";
import { getProvider } from "../../lib/providers/index.ts";
import { client } from "../support/acme-provider.ts";
import { json, startTestServer } from "../support/test-server.ts";
import { withOrigin } from "./support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());

async function classifyError(id: string, body: object, status: number) {
  end.play = json(body, status);
  const work = redeemRefreshToken(withOrigin(getProvider(id), end.url), client, "rt-1", fetch);
  return findProviderError(await work.catch((error: unknown) => error))?.kind;
}

const slack: [FailureKind, string[]][] = [
  ["reconnect", ["invalid_refresh_token", "token_revoked", "token_expired", "invalid_auth", "not_authed"]],
  ["reconnect", ["account_inactive", "authorization_not_found", "org_login_required", "team_access_not_granted"]],
  ["config", ["invalid_client_id", "bad_client_secret", "bad_redirect_uri", "invalid_grant_type"]],
  ["config", ["oauth_authorization_url_mismatch"]],
  ["permanent", ["invalid_code", "code_already_used", "never_heard_of"]],
  ["rate", ["ratelimited", "rate_limited"]],
  ["transient", ["internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"]],
];
const each = (table: readonly [FailureKind, string[]][]) =>
  table.flatMap(([expected, codes]) => codes.map((code) => [code, expected] as const));

test.each(each(slack))("treats Slack's %s as %s", async (error, expected) => {
  expect(await classifyError("slack", { ok: false, error }, 200)).toBe(expected);
});

test("treats Slack's invalid_grant with status 400 as a grant that is gone", async () => {
  expect(await classifyError("slack", { error: "invalid_grant" }, 400)).toBe("reconnect");
});

const github: [FailureKind, string[]][] = [
  ["reconnect", ["bad_refresh_token"]],
  ["config", ["incorrect_client_credentials", "redirect_uri_mismatch", "unsupported_grant_type"]],
  ["permanent", ["bad_verification_code", "unverified_user_email"]],
];

test.each(each(github))("treats GitHub's %s as %s", async (error, expected) => {
  expect(await classifyError("github", { error, error_description: "…" }, 200)).toBe(expected);
});

const google: [FailureKind, string[]][] = [
  ["reconnect", ["invalid_grant", "admin_policy_enforced", "org_internal"]],
  ["config", ["invalid_client", "unauthorized_client", "unsupported_grant_type"]],
  ["config", ["redirect_uri_mismatch", "deleted_client", "disabled_client"]],
];

test.each(["gmail", "calendar"].flatMap((id) => each(google).map(([code, expected]) => [id, code, expected] as const)))(
  "takes %s's %s for %s",
  async (id, error, expected) => {
    expect(await classifyError(id, { error, error_description: "Bad Request" }, 400)).toBe(expected);
  },
);

test.each([
  [400, "Invalid refresh token", "reconnect"],
  [403, "Invalid refresh token", "reconnect"],
  [401, "Invalid client credentials", "config"],
  [429, "Rate limit exceeded", "rate"],
  [500, "Internal server error", "transient"],
])("takes Figma's %i %s for %s", async (status, message, expected) => {
  expect(await classifyError("figma", { error: true, status, message }, status)).toBe(expected);
});
