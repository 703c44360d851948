// What refusals of a token endpoint are called, and which of them nobody knows.
import "../http/lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import type { FailureKind } from "../../lib/http/provider-error.ts";
import { isUnknownTokenRefusal, redeemRefreshToken, requestClientToken } from "../../lib/oauth/token-endpoint.ts";
import { client, createAcme } from "../support/acme-provider.ts";
import { answerEndlessly, json, type Play, startTestServer } from "../support/test-server.ts";

const end = await startTestServer();
afterAll(() => end.close());

const refresh = (play: Play, provider = createAcme(end.url)) => {
  end.play = play;
  return redeemRefreshToken(provider, client, "rt-1", fetch);
};

test.each([
  ["an answer without a token", json({}), "answer_not_standard"],
  ["a token of another type", json({ access_token: "at", token_type: "mac" }), "answer_not_standard"],
  ["an answer that is too large", answerEndlessly(1_100_000), "answer_too_large"],
])("calls %s permanent, and does not count it as the provider's refusal", async (_, play, code) => {
  const error = await refresh(play).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "ProviderError", kind: "permanent", code });
  expect(isUnknownTokenRefusal({ kind: "permanent", code })).toBe(false);
});

test("takes a provider's own word for a code over the standard's", async () => {
  const provider = createAcme(end.url, { errors: { invalid_grant: "transient" } });
  await expect(refresh(json({ error: "invalid_grant" }, 400), provider)).rejects.toMatchObject({ kind: "transient" });
});

test("sends nothing to a token endpoint that still has a variable", async () => {
  const endpoints = { ...createAcme(end.url).endpoints, token: "https://{shop}/token" };
  const call = requestClientToken(createAcme(end.url, { endpoints }), client, [], fetch);
  await expect(call).rejects.toMatchObject({ kind: "permanent", code: "egress_refused" });
});

test.each<[string, FailureKind, string | undefined, boolean]>([
  ["a code that nobody knows", "permanent", "never_heard_of", true],
  ["a status without a code", "permanent", "http_400", true],
  ["no code at all", "permanent", undefined, true],
  ["an answer that is not standard", "permanent", "answer_not_standard", false],
  ["an answer that is too large", "permanent", "answer_too_large", false],
  ["a host that is not the provider's", "permanent", "egress_refused", false],
  ["an outage", "transient", "http_503", false],
  ["the end of the grant", "reconnect", "invalid_grant", false],
])("tells an unknown refusal from others: %s", (_, kind, code, expected) => {
  expect(isUnknownTokenRefusal({ kind, code })).toBe(expected);
});

test("sees no refusal where nothing failed", () => {
  expect(isUnknownTokenRefusal(undefined)).toBe(false);
});
