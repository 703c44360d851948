import { describe, expect, test } from "vitest";
import { connectAccount, getSandbox } from "../connections/support/account.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import type { ScriptedAnswer } from "../support/sandbox.ts";

resetBeforeEach();

const path = "/api/chat.postMessage";
const countPosted = async () => (await getSandbox("slack").requests(path)).length;

async function post(message: object = {}) {
  const { user } = await connectAccount("slack");
  return user.post("/api/integrations/slack/message", { channel: "C0ACME1", text: "once", ...message });
}

describe.each<[string, Omit<ScriptedAnswer, "path">]>([
  ["a 500", { status: 500 }],
  ["internal_error", { body: { ok: false, error: "internal_error" } }],
  ["a reset after the message was posted", { workFirst: true, drop: true }],
  ["no JSON after the message was posted", { workFirst: true, status: 200, body: "<html>" }],
  ["a 429", { status: 429, headers: { "retry-after": "1" } }],
  ["a 429 that says nothing more", { status: 429, body: "<html>" }],
  ["silence", { delayMs: 60_000 }],
])("when Slack answers with %s", (_, answer) => {
  test("the message is sent once, and the caller learns what became of it", async () => {
    await getSandbox("slack").script({ ...answer, path, times: 9 });
    const shown = await post();
    expect((shown.json as { code: string }).code).toBe(answer.status === 429 ? "rate_limited" : "outcome_unknown");
    expect(await countPosted()).toBe(1);
  });
});

test("a message refused for its token was not posted: it is sent again with the renewed one", async () => {
  await getSandbox("slack").behave({ rotation: true });
  const account = await connectAccount("slack");
  await getSandbox("slack").expireTokens();
  const answer = await account.user.post("/api/integrations/slack/message", { channel: "C0ACME1", text: "once" });
  expect(answer.status).toBe(200);
  const asked = await getSandbox("slack").requests(path);
  expect(asked.map(({ status }) => status)).toHaveLength(2);
});

test("blocks and thread go to Slack as they came", async () => {
  const blocks = [{ type: "section", text: { type: "mrkdwn", text: "*bold* <>&\"'" } }];
  await getSandbox("slack").script({ path, body: { ok: true, channel: "C0ACME1", ts: "2.2" } });
  const answer = await post({ blocks, thread_ts: "1700000000.000100" });
  expect(answer.json).toMatchObject({ message: { ts: "2.2", thread_ts: "1700000000.000100" } });
  const [sent] = await getSandbox("slack").requests(path);
  const form = new URLSearchParams(sent?.body);
  expect(JSON.parse(form.get("blocks") ?? "")).toEqual(blocks);
  expect(form.get("thread_ts")).toBe("1700000000.000100");
});

test("a text of 40,000 characters is accepted", async () => {
  await getSandbox("slack").script({ path, body: { ok: true, channel: "C0ACME1", ts: "2.2" } });
  expect((await post({ text: "é".repeat(40_000) })).status).toBe(200);
});

test("the answer says what is left of the user's limit for writes", async () => {
  const answer = await post();
  expect(answer.headers.get("ratelimit-limit")).toBe("60");
  expect(answer.headers.get("ratelimit-remaining")).toBe("59");
});

test("it is the bot that speaks", async () => {
  await getSandbox("slack").behave({ rotation: true });
  await post();
  const [asked] = await getSandbox("slack").requests(path);
  expect(asked?.headers.authorization).toMatch(/^Bearer xoxe\.xoxb-/);
});
