import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { callSlack, createSlackClient } from "../../../lib/providers/slack/api.ts";
import { slack } from "../../../lib/providers/slack/definition.ts";
import { answer, json, type Play, reset, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
});

const client = createSlackClient(withOrigin(slack, end.url), "xoxb-1", fetch);

async function refusal(play: Play) {
  end.play = play;
  return findProviderError(await callSlack(() => client.auth.test()).catch((error: unknown) => error));
}

test.each([
  ["invalid_auth", "token"],
  ["not_authed", "token"],
  ["token_expired", "token"],
  ["token_revoked", "token"],
  ["account_inactive", "token"],
  ["missing_scope", "scope"],
  ["no_permission", "scope"],
  ["not_allowed_token_type", "scope"],
  ["restricted_action", "scope"],
  ["not_in_channel", "scope"],
  ["channel_not_found", "absent"],
  ["message_not_found", "absent"],
  ["thread_not_found", "absent"],
  ["ratelimited", "rate"],
  ["rate_limited", "rate"],
  ["internal_error", "transient"],
  ["fatal_error", "transient"],
  ["service_unavailable", "transient"],
  ["team_added_to_org", "transient"],
  ["fetch_members_failed", "transient"],
  ["msg_too_long", "permanent"],
  ["constructor", "permanent"],
])("takes Slack's error %s for %s", async (error, expected) => {
  expect(await refusal(json({ ok: false, error }))).toMatchObject({ kind: expected, code: error });
});

test("names the scopes that a call lacks", async () => {
  expect(await refusal(json({ ok: false, error: "missing_scope", needed: "chat:write,files:write" }))).toMatchObject({
    missingScopes: ["chat:write", "files:write"],
  });
});

test("reports as missing scopes only what looks like a scope", async () => {
  const play = json({ ok: false, error: "missing_scope", needed: "chat:write,<script>,xoxb-hunter2 " });
  expect(await refusal(play)).toMatchObject({ missingScopes: ["chat:write"] });
});

test("passes on how long Slack asks to wait, without waiting itself", async () => {
  expect(await refusal(json({ ok: false, error: "ratelimited" }, 429, { "retry-after": "30" }))).toMatchObject({
    kind: "rate",
    retryAfterSeconds: 30,
  });
  expect(end.requests).toHaveLength(1);
});

test.each<[string, Play]>([
  ["an internal error", answer(500, "oops")],
  ["a reset", reset],
])("takes %s for an outage and asks once", async (_, play) => {
  expect((await refusal(play))?.kind).toBe("transient");
  expect(end.requests).toHaveLength(1);
});

test("treats an HTML page with status 200 as Slack's error", async () => {
  expect((await refusal(answer(200, "<html>", { "content-type": "text/html" })))?.kind).toBe("transient");
});

test("treats an answer without success and without error as incomplete", async () => {
  expect(await refusal(json([null]))).toMatchObject({ kind: "transient", code: "answer_unexpected" });
});

test("recognizes a request that was never sent", async () => {
  const gone = await startTestServer();
  await gone.close();
  const nowhere = createSlackClient(withOrigin(slack, gone.url), "xoxb-1", fetch);
  const error = await callSlack(() => nowhere.auth.test()).catch((thrown: unknown) => thrown);
  expect(findProviderError(error)).toMatchObject({ kind: "transient", code: "unreachable" });
});

test("keeps token and text of a refusal out of the error", async () => {
  end.play = json({ ok: false, error: "not_in_channel", detail: "xoxb-hunter2" });
  const error = await callSlack(() => client.auth.test()).catch((thrown: unknown) => thrown);
  expect(`${error} ${JSON.stringify(findProviderError(error))}`).not.toMatch(/hunter2|xoxb/);
});
