import "../../http/lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import { type FailureKind, findProviderError } from "../../../lib/http/provider-error.ts";
import { redeemRefreshToken } from "../../../lib/oauth/token-endpoint.ts";
import { salesforce } from "../../../lib/providers/salesforce/definition.ts";
import { toSalesforceFailure } from "../../../lib/providers/salesforce/errors.ts";
import { client } from "../../support/acme-provider.ts";
import { json, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());
const provider = withOrigin(salesforce, end.url);

const tokenErrors: [FailureKind, string, string][] = [
  ["reconnect", "invalid_grant", "expired access/refresh token"],
  ["reconnect", "invalid_grant", "inactive user"],
  ["reconnect", "invalid_grant", "user hasn't approved this consumer"],
  ["reconnect", "invalid_grant", "ip restricted"],
  ["reconnect", "inactive_user", "user is inactive"],
  ["reconnect", "inactive_org", "organization is inactive"],
  ["config", "invalid_client_id", "client identifier invalid"],
  ["config", "invalid_client", "invalid client credentials"],
  ["config", "invalid_grant", "invalid client credentials"],
  ["config", "invalid_grant", "no client credentials user enabled"],
  ["config", "invalid_grant", "request not supported on this domain"],
  ["config", "redirect_uri_mismatch", "redirect_uri must match configuration"],
  ["config", "unsupported_grant_type", "grant type not supported"],
  ["permanent", "invalid_grant", "expired authorization code"],
  ["permanent", "invalid_grant", "invalid code verifier"],
  ["rate", "rate_limit_exceeded", "login rate exceeded"],
  ["transient", "unknown_error", "retry your request"],
];

test.each(tokenErrors)("is told %s by %s: %s", async (expected, error, error_description) => {
  end.play = json({ error, error_description }, 400);
  const failure = await redeemRefreshToken(provider, client, "rt-1", fetch).catch((thrown: unknown) => thrown);
  expect(findProviderError(failure)?.kind).toBe(expected);
});

const refuse = (status: number, body: unknown) => toSalesforceFailure({ status, headers: new Headers(), body });

test.each<[number, string, FailureKind]>([
  [401, "INVALID_SESSION_ID", "token"],
  [403, "INSUFFICIENT_ACCESS", "scope"],
  [403, "API_DISABLED_FOR_ORG", "scope"],
  [400, "INVALID_FIELD", "scope"],
  [400, "INVALID_TYPE", "scope"],
  [403, "REQUEST_LIMIT_EXCEEDED", "rate"],
  [503, "SERVER_UNAVAILABLE", "transient"],
  [400, "UNABLE_TO_LOCK_ROW", "transient"],
  [400, "MALFORMED_QUERY", "permanent"],
  [404, "NOT_FOUND", "absent"],
  [403, "SOMETHING_NEW", "scope"],
])("takes %i %s for %s", (status, errorCode, kind) => {
  expect(refuse(status, [{ errorCode, message: "…" }])).toMatchObject({ kind, code: errorCode });
});

test("waits a while when the organization's requests of a day are used up", () => {
  const failure = refuse(403, [{ errorCode: "REQUEST_LIMIT_EXCEEDED", message: "TotalRequests Limit exceeded." }]);
  expect(failure.retryAfterSeconds).toBeGreaterThanOrEqual(60);
});

test.each([undefined, "Bad_OAuth_Token", {}, [], [{}], [null]])("goes by the status for a body of %j", (body) => {
  expect([refuse(401, body).kind, refuse(403, body).kind, refuse(500, body).kind]).toEqual([
    "token",
    "scope",
    "transient",
  ]);
});
