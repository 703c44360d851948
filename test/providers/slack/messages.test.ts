// Posting, changing and deleting messages: once, and with our own error codes.
import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { Problem } from "../../../lib/errors.ts";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import {
  deleteMessage,
  messageChange,
  newMessage,
  postMessage,
  updateMessage,
} from "../../../lib/providers/slack/api/messages.ts";
import { createUserReader } from "../../../lib/providers/slack/api/reader.ts";
import { createSlackClient } from "../../../lib/providers/slack/api.ts";
import { slack } from "../../../lib/providers/slack/definition.ts";
import { answer, answerEndlessly, json, type Play, reset, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
});

const provider = withOrigin(slack, end.url);
const client = createSlackClient(provider, "xoxb-1", fetch);
const ts = "1700000000.000100";
const blocks = [{ type: "section", text: { type: "mrkdwn", text: "*bold* <>&\"'" } }];

const calls = {
  "chat.postMessage": () => postMessage(client, { channel: "C1", text: "hi" }),
  "chat.update": () => updateMessage(client, { channel: "C1", ts, text: "hi" }),
  "chat.delete": () => deleteMessage(client, { channel: "C1", ts }),
} as const;
type Method = keyof typeof calls;
const methods = Object.keys(calls) as Method[];

const catchError = (method: Method) => calls[method]().then(String, (error: unknown) => error);

test("posting returns the message as Slack stored it", async () => {
  end.play = json({ ok: true, channel: "C1", ts: "1.2" });
  const message = { channel: "#general", text: "hi", thread_ts: "1.1", blocks };
  expect(await postMessage(client, message)).toEqual({ channel: "C1", ts: "1.2", text: "hi", thread_ts: "1.1" });
  const form = new URLSearchParams(end.requests[0]?.body);
  expect(JSON.parse(form.get("blocks") ?? "")).toEqual(blocks);
});

test("changing returns the message as it is now", async () => {
  end.play = json({ ok: true, channel: "C1", ts });
  expect(await updateMessage(client, { channel: "C1", ts, text: "new", blocks })).toEqual({
    channel: "C1",
    ts,
    text: "new",
  });
  const form = new URLSearchParams(end.requests[0]?.body);
  expect([form.get("channel"), form.get("ts"), form.get("text"), JSON.parse(form.get("blocks") ?? "")]).toEqual([
    "C1",
    ts,
    "new",
    blocks,
  ]);
});

test("blocks that are not given are not sent to Slack", async () => {
  end.play = json({ ok: true, channel: "C1", ts });
  await updateMessage(client, { channel: "C1", ts, text: "new" });
  expect(new URLSearchParams(end.requests[0]?.body).has("blocks")).toBe(false);
});

test.each([
  ["[", "]"],
  ['{"a":', "}"],
])("blocks nested in a hundred thousand %s are refused, for nobody could send them", (open, close) => {
  const deep = (levels: number) => {
    const inner = `${open.repeat(levels)}1${close.repeat(levels)}`;
    return newMessage.safeParse({ text: "hi", blocks: JSON.parse(`[{"type":"section","elements":${inner}}]`) });
  };
  expect(deep(100_000).error?.issues[0]).toMatchObject({ path: ["blocks"], message: "are nested too deep" });
  expect(deep(20).success).toBe(true);
});

test("deleting returns the message's channel and timestamp", async () => {
  end.play = json({ ok: true, channel: "C1", ts });
  expect(await deleteMessage(client, { channel: "C1", ts })).toEqual({ channel: "C1", ts });
});

describe.each(methods)("%s", (method) => {
  test.each<[string, Record<string, string>, number | undefined]>([
    ["no Retry-After", {}, undefined],
    ["a Retry-After that is no number", { "retry-after": "soon" }, undefined],
    ["a Retry-After in another notation", { "retry-after": "1e9" }, undefined],
    ["a Retry-After of thirty years", { "retry-after": "1000000000" }, 1_000_000_000],
    ["a Retry-After that is a date", { "retry-after": new Date(Date.now() + 90_000).toUTCString() }, 90],
    ["an HTML page", { "retry-after": "7", "content-type": "text/html" }, 7],
  ])("a 429 with %s is a limit and not an unknown outcome", async (_what, headers, seconds) => {
    end.play = answer(429, "<html>slow down</html>", headers);
    const error = findProviderError(await catchError(method));
    expect([error?.kind, error?.code, error?.isOutcomeUnknown]).toEqual(["rate", "http_429", false]);
    if (seconds === undefined) expect(error?.retryAfterSeconds).toBeUndefined();
    else expect(Math.abs((error?.retryAfterSeconds ?? 0) - seconds)).toBeLessThan(30);
    expect(end.requests).toHaveLength(1);
  });

  test.each<[string, Play]>([
    ["a 500", answer(500, "oops")],
    ["a reset", reset],
    ["internal_error", json({ ok: false, error: "internal_error" })],
    ["a page of HTML", answer(200, "<html>", { "content-type": "text/html" })],
    ["nothing at all", answer(200, "")],
    ["an array", json([null])],
    ["far too much", answerEndlessly(6_000_000)],
  ])("is made once, and its outcome unknown, after %s", async (_, play) => {
    end.play = play;
    expect(findProviderError(await catchError(method))?.kind).toBe("unknown");
    expect(end.requests).toHaveLength(1);
  });

  test("is not made when Slack limits it, and says so", async () => {
    end.play = json({ ok: false, error: "ratelimited" }, 429, { "retry-after": "30" });
    expect(findProviderError(await catchError(method))).toMatchObject({ kind: "rate", retryAfterSeconds: 30 });
    expect(end.requests).toHaveLength(1);
  });
});

const mended: [error: string, code: string, field?: string][] = [
  ["channel_not_found", "not_found"],
  ["message_not_found", "not_found"],
  ["thread_not_found", "not_found"],
  ["not_in_channel", "forbidden"],
  ["is_archived", "forbidden"],
  ["restricted_action", "forbidden"],
  ["restricted_action_thread_locked", "forbidden"],
  ["cant_update_message", "forbidden"],
  ["cant_delete_message", "forbidden"],
  ["edit_window_closed", "forbidden"],
  ["msg_too_long", "invalid_request", "text"],
  ["no_text", "invalid_request", "text"],
  ["invalid_blocks", "invalid_request", "blocks"],
  ["msg_blocks_too_long", "invalid_request", "blocks"],
  ["cannot_reply_to_message", "invalid_request", "thread_ts"],
  ["invalid_cursor", "invalid_request", "pageToken"],
  ["invalid_ts_latest", "invalid_request", "latest"],
  ["invalid_ts_oldest", "invalid_request", "oldest"],
  ["no_query", "invalid_request", "q"],
];

const read = createUserReader({ provider, token: "xoxb-1", fetch });

test.each(mended)("Slack's error %s becomes %s, in our words", async (error, code, field) => {
  end.play = json({ ok: false, error });
  for (const call of [calls["chat.update"], () => read("conversations.history", {}, z.unknown())]) {
    const problem = await call().catch((raised: unknown) => raised);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ code, members: field === undefined ? {} : { field } });
    expect(String(problem)).not.toContain(error);
    if (field !== undefined) expect(String(problem)).toContain(`${field}: `);
  }
});

test.each([
  ["missing_scope", "scope"],
  ["not_allowed_token_type", "scope"],
  ["token_revoked", "token"],
  ["ratelimited", "rate"],
  ["invalid_arguments", "permanent"],
  ["constructor", "permanent"],
])("what Slack calls %s stays a failure of the class %s", async (error, expected) => {
  end.play = json({ ok: false, error });
  expect(findProviderError(await catchError("chat.update"))?.kind).toBe(expected);
});

test("more than one answer may hold is too large, and says what makes it smaller", async () => {
  end.play = answerEndlessly(6_000_000);
  const problem = await read("conversations.history", {}, z.unknown()).catch((raised: unknown) => raised);
  expect(problem).toMatchObject({ code: "payload_too_large", message: expect.stringContaining("limit") });
});

test.each<[string, string, object]>([
  ["no name", "channel", { channel: "" }],
  ["a long name", "channel", { channel: "C".repeat(81) }],
  ["a word", "ts", { ts: "yesterday" }],
  ["seconds", "ts", { ts: "1700000000" }],
  ["no text", "text", { text: "" }],
  ["too much text", "text", { text: "x".repeat(40_001) }],
  ["51 blocks", "blocks", { blocks: Array.from({ length: 51 }, () => ({ type: "divider" })) }],
])("a change with %s names %s as what is wrong", (_, field, change) => {
  const { error } = messageChange.safeParse({ channel: "C1", ts, text: "x", ...change });
  expect(error?.issues[0]?.path[0]).toBe(field);
});

test("a new message may leave the channel to the settings", () => {
  expect(newMessage.parse({ text: "x" })).toEqual({ text: "x" });
});
