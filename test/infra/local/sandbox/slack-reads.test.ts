// Methods that the sandbox answers itself, since the emulator lacks them or differs from Slack.
import { beforeEach, describe, expect, test } from "vitest";
import { type Body, redirectUri, useProvider } from "./provider.ts";

const slack = useProvider("slack");
const client = { client_id: "sandbox-slack-client", client_secret: "sandbox-slack-secret" };
const scopes = "channels:read,groups:read,channels:history,groups:history,chat:write,users:read";

async function install(query: Record<string, string>, account = "acme") {
  const back = await slack.consent("/oauth/v2/authorize", query, { _approve: "1", _account: account });
  const form = { ...client, code: back.searchParams.get("code") ?? "", redirect_uri: redirectUri };
  const { access_token: bot, authed_user } = (await slack.form("/api/oauth.v2.access", form)).body;
  return { bot, person: (authed_user as { access_token?: string }).access_token };
}

let tokens: Awaited<ReturnType<typeof install>>;
beforeEach(async () => {
  tokens = await install({ scope: scopes, user_scope: `${scopes},search:read` });
});

const call = async (method: string, form: Record<string, string>, token: unknown = tokens.bot) =>
  (await slack.asBearer(`/api/${method}`, token, form)).body;
const say = async (text: string, more: Record<string, string> = {}, token: unknown = tokens.bot) =>
  String((await call("chat.postMessage", { channel: "C0ACME3", text, ...more }, token)).ts);
const texts = ({ messages }: Body) => (messages as { text: string }[]).map(({ text }) => text);
const getNextCursor = ({ response_metadata: next }: Body) => (next as { next_cursor: string } | undefined)?.next_cursor;

describe("conversations.history", () => {
  const history = (more: Record<string, string> = {}) => call("conversations.history", { channel: "C0ACME3", ...more });

  test("returns pages, newest first, until one has no cursor", async () => {
    for (const text of ["one", "two", "three"]) await say(text);
    const first = await history({ limit: "2" });
    expect([texts(first), first.has_more]).toEqual([["three", "two"], true]);
    const second = await history({ limit: "2", cursor: getNextCursor(first) ?? "" });
    expect([texts(second), second.has_more, getNextCursor(second)]).toEqual([["one"], false, undefined]);
  });

  test("is limited by oldest and latest, exclusively", async () => {
    const [one, , three] = [await say("one"), await say("two"), await say("three")];
    expect(texts(await history({ oldest: one, latest: three }))).toEqual(["two"]);
    expect(texts(await history({ oldest: one, latest: three, inclusive: "true" }))).toHaveLength(3);
  });

  test.each([
    ["cursor", "bm9uc2Vuc2U=", "invalid_cursor"],
    ["oldest", "x", "invalid_ts_oldest"],
    ["latest", "x", "invalid_ts_latest"],
    ["channel", "C0NOWHERE", "channel_not_found"],
  ])("refuses a wrong %s", async (field, value, error) => {
    expect(await history({ [field]: value })).toMatchObject({ ok: false, error });
  });

  test("includes the author of a bot's message, and the number of replies to a thread", async () => {
    const ts = await say("question");
    await say("answer", { thread_ts: ts }, tokens.person);
    const { messages } = await history();
    expect(messages).toMatchObject([{ ts, thread_ts: ts, bot_id: "B0ACMEBOT", reply_count: 1 }]);
  });
});

test("conversations.replies is a thread, oldest first, in pages", async () => {
  const ts = await say("question");
  await say("one", { thread_ts: ts });
  await say("two", { thread_ts: ts });
  const first = await call("conversations.replies", { channel: "C0ACME3", ts, limit: "2" });
  expect(texts(first)).toEqual(["question", "one"]);
  const cursor = getNextCursor(first) ?? "";
  expect(texts(await call("conversations.replies", { channel: "C0ACME3", ts, limit: "2", cursor }))).toEqual(["two"]);
});

test("conversations.replies refuses an unknown thread", async () => {
  const asked = { channel: "C0ACME3", ts: "1.000001" };
  expect(await call("conversations.replies", asked)).toEqual({ ok: false, error: "thread_not_found" });
});

describe.each([
  ["conversations.list", "channels"],
  ["users.list", "members"],
])("%s", (method, what) => {
  const ids = (body: Body) => (body[what] as { id: string }[]).map(({ id }) => id);

  test("returns pages", async () => {
    const all = ids(await call(method, {}));
    const first = await call(method, { limit: "2" });
    const rest = await call(method, { cursor: getNextCursor(first) ?? "" });
    expect([...ids(first), ...ids(rest)]).toEqual(all);
    expect(all.length).toBeGreaterThan(2);
  });

  test.each(["U0ACMEBEN", "bm9uc2Vuc2U="])("refuses the cursor %s", async (cursor) => {
    expect(await call(method, { cursor })).toEqual({ ok: false, error: "invalid_cursor" });
  });
});

describe("search.messages", () => {
  const search = (query: string, more: Record<string, string> = {}, token: unknown = tokens.person) =>
    call("search.messages", { query, ...more }, token);
  const readMatches = (body: Body) => body.messages as { total: number; matches: object[]; paging: object };

  test("finds messages, newest first, in numbered pages", async () => {
    for (const text of ["the plan", "no", "Plan B of the day", "plans, the"]) await say(text);
    const first = readMatches(await search("the plan", { count: "2" }));
    expect(first).toMatchObject({ total: 3, paging: { count: 2, total: 3, page: 1, pages: 2 } });
    expect(first.matches).toMatchObject([
      { text: "plans, the", channel: { id: "C0ACME3", name: "design-reviews" }, username: "patchbay" },
      { text: "Plan B of the day", user: "U0ACMEBOT" },
    ]);
    expect(readMatches(await search("the plan", { count: "2", page: "2" })).matches).toMatchObject([
      { text: "the plan" },
    ]);
  });

  test("finds messages of private channels for their members only", async () => {
    await say("a secret plan", { channel: "C0ACME5" }, tokens.person);
    const ben = (await install({ user_scope: "search:read" }, "acme-ben")).person;
    expect(readMatches(await search("secret")).total).toBe(1);
    expect(readMatches(await search("secret", {}, ben)).total).toBe(0);
  });

  test("refuses bots", async () => {
    expect(await search("plan", {}, tokens.bot)).toEqual({ ok: false, error: "not_allowed_token_type" });
  });

  test("needs its scope", async () => {
    const { person } = await install({ user_scope: "channels:read" });
    expect(await search("plan", {}, person)).toMatchObject({ error: "missing_scope", needed: "search:read" });
  });

  test("needs a query", async () => {
    expect(await search(" ")).toEqual({ ok: false, error: "no_query" });
  });
});

test.each(["chat.update", "chat.delete"])("%s accepts one's own messages only", async (method) => {
  const ts = await say("mine");
  const change = { channel: "C0ACME3", ts, text: "new" };
  expect(await call(method, change, tokens.person)).toMatchObject({
    ok: false,
    error: `cant_${method.slice(5)}_message`,
  });
  expect(await call(method, change)).toMatchObject({ ok: true, channel: "C0ACME3", ts });
});
