import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Account, connectAccount, getSandbox } from "../../connections/support/account.ts";
import { asUser } from "../../support/api.ts";
import type { ScriptedAnswer } from "../../support/sandbox.ts";

const slack = getSandbox("slack");
const update = "/api/integrations/slack/project-update";
const task = "/api/integrations/slack/task-notification";
const news = { channel: "C0ACME3", projectName: "Atlas", status: "Shipped", message: "All <b>done</b> & dusted" };

let account: Account;
beforeAll(async () => {
  await slack.reset();
  account = await connectAccount("slack");
});
beforeEach(async () => {
  await slack.forgetScripts();
  await slack.forgetRequests();
});

async function readSentCard() {
  const asked = await slack.requests("/api/chat.postMessage");
  return asked.map(({ body, headers }) => ({ form: new URLSearchParams(body), by: headers.authorization }));
}

test("a project update is posted as a card by the bot", async () => {
  const { status, json } = await account.user.post(update, news);
  const text = "🚀 Project Launched: Atlas: Shipped: All &lt;b&gt;done&lt;/b&gt; &amp; dusted";
  expect([status, json]).toEqual([
    200,
    { message: { channel: "C0ACME3", ts: expect.stringMatching(/^\d+\.\d+$/), text }, accountId: "T0ACME001" },
  ]);
  const [one, ...more] = await readSentCard();
  expect(more).toEqual([]);
  expect(one?.form.get("text")).toBe(text);
  const blocks = JSON.parse(one?.form.get("blocks") ?? "[]") as { type: string }[];
  expect(blocks.map(({ type }) => type)).toEqual(["header", "section", "section", "divider", "context"]);
  expect(one?.by).toMatch(/^Bearer xoxb-/);
});

test("a task mentions people whom Slack knows, and shows other names as text", async () => {
  const asked = { title: "Ship it", assignee: "Ben", dueDate: "2026-11-20", mentions: ["ada@example.com", "Zed"] };
  expect((await account.user.post(task, { channel: "#releases", ...asked })).status).toBe(200);
  expect((await account.user.post(task, { channel: "releases", ...asked })).json).toMatchObject({
    message: { channel: "C0ACME4", text: "Task: Ship it, due 20 November 2026" },
  });
  const blocks = (await readSentCard()).map(({ form }) => form.get("blocks") ?? "");
  expect(blocks[0]).toContain("*Assignee*\\n<@U0ACMEBEN>");
  expect(blocks[0]).toContain("*Due*\\n20 November 2026");
  expect(blocks[0]).toContain('"<@U0ACMEADA> Zed"');
  expect(await slack.requests("/api/users.list")).toHaveLength(1);
});

test("an update needs no details, and a task's name may be its taskTitle", async () => {
  const { message: _, ...brief } = { ...news, status: "completed" };
  expect((await account.user.post(update, brief)).json).toMatchObject({
    message: { text: "✅ Project Completed: Atlas: completed" },
  });
  const named = { channel: news.channel, taskTitle: "Ship it" };
  expect((await account.user.post(task, named)).json).toMatchObject({ message: { text: "Task: Ship it" } });
});

test("the settings' default channel is used; without one, the error names the missing channel", async () => {
  const other = await connectAccount("slack");
  const { channel: _, ...anywhere } = news;
  const missed = await other.user.post(update, anywhere);
  expect([missed.status, missed.json]).toEqual([400, expect.objectContaining({ field: "channel" })]);
  await other.user.put("/api/integrations/slack/settings", { defaultChannel: "#design-reviews" });
  expect((await other.user.post(update, anywhere)).json).toMatchObject({ message: { channel: "C0ACME3" } });
});

test.each([
  [update, "projectName", { projectName: "" }],
  [update, "updateType", { status: undefined }],
  [update, "channel", { channel: "x".repeat(81) }],
  [task, "task", {}],
  [task, "dueDate", { task: "Ship", dueDate: "2026-02-30" }],
])("%s is refused for its %s", async (path, field, over) => {
  const { status, json } = await account.user.post(path, { ...news, ...over });
  expect([status, json]).toEqual([400, expect.objectContaining({ code: "invalid_request", field })]);
  expect(await readSentCard()).toEqual([]);
});

test("another user's account is not found", async () => {
  const { id } = await account.readStored();
  const stranger = await asUser({ sub: crypto.randomUUID(), org: "acme" });
  expect(await stranger.post(`${update}?account=${id}`, news)).toMatchObject({ status: 404 });
  expect(await stranger.post(task, { task: "Ship", channel: "C1" })).toMatchObject({ json: { code: "not_connected" } });
});

test("the same card with one Idempotency-Key is posted once", async () => {
  const key = { "idempotency-key": crypto.randomUUID() };
  const first = await account.user.post(update, news, key);
  const again = await account.user.post(update, news, key);
  expect(again.json).toEqual(first.json);
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  expect(await readSentCard()).toHaveLength(1);
});

describe.each([update, task])("%s, when Slack answers", (path) => {
  const createErrorAnswer = (error: string) => ({ body: { ok: false, error } });
  test.each<[string, Omit<ScriptedAnswer, "path">, number, string]>([
    ["missing_scope", createErrorAnswer("missing_scope"), 403, "insufficient_permissions"],
    ["channel_not_found", createErrorAnswer("channel_not_found"), 404, "not_found"],
    ["is_archived", createErrorAnswer("is_archived"), 403, "forbidden"],
    ["an error nobody knows", createErrorAnswer("text_of_the_provider"), 502, "provider_error"],
    ["a 429", { status: 429, headers: { "retry-after": "7" } }, 429, "rate_limited"],
    ["a 500", { status: 500 }, 409, "outcome_unknown"],
    ["a page", { workFirst: true, body: "<html>text_of_the_provider" }, 409, "outcome_unknown"],
    ["nothing", { workFirst: true, drop: true }, 409, "outcome_unknown"],
  ])("%s", async (_, answer, status, code) => {
    await slack.script({ ...answer, path: "/api/chat.postMessage", times: 9 });
    const shown = await account.user.post(path, { ...news, task: "Ship" });
    expect([shown.status, shown.json]).toEqual([status, expect.objectContaining({ code })]);
    expect(shown.text).not.toContain("text_of_the_provider");
    expect(await readSentCard()).toHaveLength(1);
  });
});
