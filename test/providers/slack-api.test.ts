import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { failureOf } from "../../lib/http/provider-failure.ts";
import { slackCall, slackClient } from "../../lib/providers/slack/api.ts";
import { listChannels } from "../../lib/providers/slack/channels.ts";
import { slack } from "../../lib/providers/slack/definition.ts";
import { postMessage } from "../../lib/providers/slack/messages.ts";
import { answer, farEnd, json, type Play, reset } from "../http/far-end.ts";
import { moved } from "./moved.ts";

const end = await farEnd();
afterAll(() => end.close());
beforeEach(() => {
  end.asked.length = 0;
});

const client = slackClient(moved(slack, end.url), "xoxb-1", fetch);

async function refusal(play: Play) {
  end.play = play;
  return failureOf(await slackCall(() => client.auth.test()).catch((error: unknown) => error));
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
  expect(await refusal(json({ ok: false, error }))).toMatchObject({ class: expected, code: error });
});

test("names the scopes that a call lacks", async () => {
  expect(await refusal(json({ ok: false, error: "missing_scope", needed: "chat:write,files:write" }))).toMatchObject({
    missingScopes: ["chat:write", "files:write"],
  });
});

test("passes on how long Slack asks to wait, without waiting itself", async () => {
  expect(await refusal(json({ ok: false, error: "ratelimited" }, 429, { "retry-after": "30" }))).toEqual({
    class: "rate",
    retryAfter: 30,
  });
  expect(end.asked).toHaveLength(1);
});

test.each<[string, Play]>([
  ["an internal error", answer(500, "oops")],
  ["a reset", reset],
])("takes %s for an outage and asks once", async (_, play) => {
  expect((await refusal(play))?.class).toBe("transient");
  expect(end.asked).toHaveLength(1);
});

test("takes a page of HTML at 200 for Slack's fault", async () => {
  expect((await refusal(answer(200, "<html>", { "content-type": "text/html" })))?.class).toBe("transient");
});

test("keeps token and text of a refusal out of the error", async () => {
  end.play = json({ ok: false, error: "not_in_channel", detail: "xoxb-hunter2" });
  const error = await slackCall(() => client.auth.test()).catch((thrown: unknown) => thrown);
  expect(`${error} ${JSON.stringify(failureOf(error))}`).not.toMatch(/hunter2|xoxb/);
});

const channel = (id: string) => ({ id, name: id, is_private: false, is_archived: false, num_members: 1 });

test("reads on to the end of the list, also past an empty page", async () => {
  const pages = [
    { ok: true, channels: [channel("C1")], response_metadata: { next_cursor: "two" } },
    { ok: true, channels: [], response_metadata: { next_cursor: "three" } },
    { ok: true, channels: [channel("C2")], response_metadata: { next_cursor: "" } },
  ];
  end.play = (response, asked) => json(pages[end.asked.length - 1])(response, asked);
  expect((await listChannels(client, false)).map(({ id }) => id)).toEqual(["C1", "C2"]);
});

test("stops after twenty pages, however many a provider promises", async () => {
  end.play = json({ ok: true, channels: [channel("C1")], response_metadata: { next_cursor: "more" } });
  expect(await listChannels(client, false)).toHaveLength(20);
});

test.each([
  [false, "public_channel"],
  [true, "public_channel,private_channel"],
])("asks for private channels only when told to: %s", async (includePrivate, types) => {
  end.play = json({ ok: true, channels: [] });
  await listChannels(client, includePrivate);
  expect(new URLSearchParams(end.asked[0]?.body).get("types")).toBe(types);
});

test("fills in what a channel leaves out and drops what clients do not know", async () => {
  end.play = json({ ok: true, channels: [{ id: "C1", name: "general", creator: "U1" }] });
  expect(await listChannels(client, false)).toEqual([
    { id: "C1", name: "general", is_private: false, is_archived: false, num_members: 0 },
  ]);
});

test("never posts a message twice, though Slack does not answer", async () => {
  end.play = reset;
  await postMessage(client, { channel: "C1", text: "hi" }).catch(() => undefined);
  expect(end.asked).toHaveLength(1);
});

test("answers the message as it was posted", async () => {
  end.play = json({ ok: true, channel: "C1", ts: "1.2" });
  expect(await postMessage(client, { channel: "#general", text: "hi", thread_ts: "1.1" })).toEqual({
    channel: "C1",
    ts: "1.2",
    text: "hi",
    thread_ts: "1.1",
  });
});
