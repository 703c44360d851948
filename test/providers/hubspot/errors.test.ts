import "../../http/lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import { type FailureKind, findProviderError } from "../../../lib/http/provider-error.ts";
import { redeemRefreshToken } from "../../../lib/oauth/token-endpoint.ts";
import { hubspot } from "../../../lib/providers/hubspot/definition.ts";
import { toHubspotFailure } from "../../../lib/providers/hubspot/errors.ts";
import { client } from "../../support/acme-provider.ts";
import { json, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());
const provider = withOrigin(hubspot, end.url);

async function classifyRefusal(body: object) {
  end.play = json(body, 400);
  const failure = await redeemRefreshToken(provider, client, "rt-1", fetch).catch((thrown: unknown) => thrown);
  return findProviderError(failure)?.kind;
}

test.each<[FailureKind, string]>([
  ["reconnect", "BAD_REFRESH_TOKEN"],
  ["config", "BAD_CLIENT_ID"],
  ["config", "BAD_CLIENT_SECRET"],
  ["config", "BAD_GRANT_TYPE"],
  ["config", "BAD_REDIRECT_URI"],
  ["config", "MISSING_CLIENT_ID"],
  ["config", "MISSING_REFRESH_TOKEN"],
  ["permanent", "BAD_AUTH_CODE"],
  ["permanent", "MISMATCH_REDIRECT_URI_AUTH_CODE"],
])("is told %s by %s, with the standard code beside it and alone", async (expected, status) => {
  expect(await classifyRefusal({ error: "invalid_grant", error_description: "…", status, message: "…" })).toBe(
    expected,
  );
  expect(await classifyRefusal({ status, message: "…" })).toBe(expected);
});

test("is told by the standard code where HubSpot's own is none", async () => {
  expect(await classifyRefusal({ error: "invalid_grant", status: "error" })).toBe("reconnect");
});

const refuse = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  toHubspotFailure({ status, headers: new Headers(headers), body });

test.each<[number, object, FailureKind, string]>([
  [401, { category: "EXPIRED_AUTHENTICATION" }, "token", "EXPIRED_AUTHENTICATION"],
  [401, { category: "INVALID_AUTHENTICATION" }, "token", "INVALID_AUTHENTICATION"],
  [403, { category: "MISSING_SCOPES" }, "scope", "MISSING_SCOPES"],
  [404, { category: "OBJECT_NOT_FOUND" }, "absent", "http_404"],
  [409, { category: "CONFLICT" }, "permanent", "http_409"],
  [423, {}, "transient", "http_423"],
  [502, {}, "transient", "http_502"],
])("takes %i %j for %s", (status, body, kind, code) => {
  expect(refuse(status, body)).toMatchObject({ kind, code });
});

test("names the scopes that are missing, and nothing that is none", () => {
  const context = { requiredGranularScopes: ["crm.objects.contacts.write", "<script>"] };
  expect(refuse(403, { category: "MISSING_SCOPES", context }).missingScopes).toEqual(["crm.objects.contacts.write"]);
});

test.each([
  ["TEN_SECONDLY_ROLLING", 10],
  ["DAILY", 3600],
  ["SECONDLY", 1],
  ["ANOTHER", 10],
])("waits by the limit that is reached: %s", (policyName, retryAfterSeconds) => {
  const body = { status: "error", errorType: "RATE_LIMIT", policyName, message: "…" };
  expect(refuse(429, body)).toMatchObject({ kind: "rate", retryAfterSeconds });
  expect(refuse(429, body, { "retry-after": "7" })).toMatchObject({ retryAfterSeconds: 7 });
});

test("waits for a portal that moves as long as HubSpot says", () => {
  expect(refuse(477, {}, { "retry-after": "86400" })).toMatchObject({ kind: "transient", retryAfterSeconds: 86_400 });
});
