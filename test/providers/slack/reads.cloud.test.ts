// The fields of Slack's read endpoints on both surfaces.
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Account, connectAccount } from "../../connections/support/account.ts";
import { sandbox } from "../../support/sandbox.ts";

const slack = sandbox("slack");
let account: Account;
beforeAll(async () => {
  await slack.reset();
  account = await connectAccount("slack");
});
beforeEach(() => slack.forgetRequests());

const releases = "C0ACME4";
const get = async (path: string) => {
  const { status, json } = await account.user.get(path);
  expect([status, json]).toEqual([200, json]);
  return json as Record<string, unknown>;
};

/** The members of a v2 answer, which are in `data` and at the top level. */
async function getV2(path: string): Promise<Record<string, unknown>> {
  const { success, data, timestamp, ...top } = await get(path);
  expect([success, top]).toEqual([true, data]);
  expect(new Date(String(timestamp)).toISOString()).toBe(timestamp);
  return top;
}

const speaker = async (path: string) => (await slack.requests(path))[0]?.headers.authorization;
const names = (list: unknown) => (list as { name: string }[]).map(({ name }) => name);
const texts = (list: unknown) => (list as { text: string }[]).map(({ text }) => text);

async function say(text: string, more: object = {}): Promise<string> {
  const answer = await account.user.post("/api/integrations/slack/message", { channel: releases, text, ...more });
  return (answer.json as { message: { ts: string } }).message.ts;
}

test("channels of the bot and of the person are two lists", async () => {
  const all = "includePrivate=true";
  const bots = await get(`/api/integrations/slack/channels?${all}`);
  expect(await speaker("/api/conversations.list")).toMatch(/^Bearer xoxb-/);
  await slack.forgetRequests();
  const persons = await getV2(`/api/v2/slack/channels?${all}`);
  expect(await speaker("/api/conversations.list")).toMatch(/^Bearer xoxp-/);
  expect(Object.keys(bots)).toEqual(["channels"]);
  expect(names(bots.channels)).not.toContain("leadership");
  expect(names(persons.channels)).toContain("leadership");
  expect(persons.count).toBe(names(persons.channels).length);
  expect((persons.channels as object[])[0]).toEqual({
    id: "C0ACME1",
    name: "general",
    is_private: false,
    is_archived: false,
    num_members: expect.any(Number),
    is_member: true,
  });
});

describe.each([
  ["/api/integrations/slack/channels", "channels", "/api/conversations.list"],
  ["/api/v2/slack/channels", "channels", "/api/conversations.list"],
  ["/api/v2/slack/users", "users", "/api/users.list"],
])("GET %s", (path, what, asked) => {
  test("is kept for its next caller", async () => {
    const first = await get(`${path}?refresh=true`);
    await slack.forgetRequests();
    expect((await get(path))[what]).toEqual(first[what]);
    expect(await slack.requests(asked)).toEqual([]);
  });

  test("comes in pages where a limit is given, up to one without a token", async () => {
    const all = (await get(path))[what] as object[];
    const found: object[] = [];
    let token: unknown;
    do {
      const page = await get(`${path}?limit=2${token ? `&pageToken=${encodeURIComponent(String(token))}` : ""}`);
      found.push(...(page[what] as object[]));
      token = page.nextPageToken;
    } while (token !== undefined);
    expect(found).toEqual(all);
    expect((await slack.requests(asked)).length).toBeGreaterThan(1);
  });

  test("that could not be read to its end says where to go on", async () => {
    const more = { ok: true, [what === "users" ? "members" : "channels"]: [], response_metadata: { next_cursor: "n" } };
    await slack.script({ path: asked, body: more }, { path: asked, status: 429, headers: { "retry-after": "60" } });
    expect((await get(`${path}?refresh=true`)).nextPageToken).toBe("n");
    expect((await get(path)).nextPageToken).toBe("n");
    expect((await get(`${path}?refresh=true`)).nextPageToken).toBeUndefined();
  });
});

test("users are people and bots, without addresses that the scopes do not give", async () => {
  const { users, count } = await getV2("/api/v2/slack/users");
  const ada = { id: "U0ACMEADA", name: "ada", real_name: "Ada", is_bot: false, deleted: false };
  expect(users).toContainEqual(expect.objectContaining(ada));
  expect(users).toContainEqual(expect.objectContaining({ id: "U0ACMEBOT", is_bot: true }));
  expect(JSON.stringify(users)).not.toContain("@example.com");
  expect(count).toBe((users as object[]).length);
});

test("one user is read as the person, and nobody else's id is", async () => {
  const { user } = await getV2("/api/v2/slack/users/U0ACMEBEN");
  expect(user).toMatchObject({ id: "U0ACMEBEN", name: "ben", real_name: "Ben", is_bot: false, deleted: false });
  expect(await speaker("/api/users.info")).toMatch(/^Bearer xoxp-/);
  const unknown = await account.user.get("/api/v2/slack/users/U0NOBODY1");
  expect(unknown).toMatchObject({ status: 404, json: { code: "not_found" } });
  for (const id of ["ada", "C0ACME1", "u0acmeben", "%3Cx%3E"])
    expect((await account.user.get(`/api/v2/slack/users/${id}`)).status).toBe(400);
});

describe.each([
  [`/api/integrations/slack/channels/${releases}/history`, /^Bearer xoxb-/],
  [`/api/v2/slack/channels/${releases}/messages`, /^Bearer xoxp-/],
])("GET %s", (path, bearer) => {
  beforeAll(async () => {
    await slack.reset();
    account = await connectAccount("slack");
  });

  test("reads messages, newest first, in pages", async () => {
    const [one, two] = [await say("one"), await say("two <@U0ACMEBEN>")];
    const first = await get(`${path}?limit=1`);
    expect(await speaker("/api/conversations.history")).toMatch(bearer);
    const channelId = path.startsWith("/api/v2/") ? { channelId: releases } : {};
    expect(first.messages).toEqual([
      { ts: two, type: "message", user: "U0ACMEBOT", bot_id: "B0ACMEBOT", text: "two <@U0ACMEBEN>", ...channelId },
    ]);
    const second = await get(`${path}?limit=1&pageToken=${encodeURIComponent(String(first.nextPageToken))}`);
    expect(second.messages).toMatchObject([{ ts: one, text: "one" }]);
    expect(second).not.toHaveProperty("nextPageToken");
  });

  test("reads what was said between two times, and a thread", async () => {
    const from = await say("from");
    const question = await say("question");
    const answer = await say("answer", { thread_ts: question });
    const to = await say("to");
    expect(texts((await get(`${path}?oldest=${from}&latest=${to}`)).messages)).toEqual(["question"]);
    expect((await get(`${path}?thread_ts=${question}`)).messages).toMatchObject([
      { ts: question, thread_ts: question, reply_count: 1 },
      { ts: answer, thread_ts: question },
    ]);
  });
});

test("a search finds what the person may see, in pages", async () => {
  for (const text of ["a plan", "another plan"]) await say(text);
  const first = await getV2("/api/v2/slack/search?q=plan&limit=1");
  expect(await speaker("/api/search.messages")).toMatch(/^Bearer xoxp-/);
  expect(first).toEqual({
    query: "plan",
    results: first.messages,
    messages: [
      {
        ts: expect.stringMatching(/^\d+\.\d+$/),
        channel: { id: releases, name: "releases" },
        channelId: releases,
        user: "U0ACMEBOT",
        username: "patchbay",
        text: "another plan",
        permalink: expect.stringMatching(/^https:\/\/acme\.slack\.com\/archives\/C0ACME4\/p\d+$/),
      },
    ],
    count: 1,
    total: 2,
    nextPageToken: expect.any(String),
  });
  const second = await getV2(`/api/v2/slack/search?q=plan&limit=1&pageToken=${first.nextPageToken}`);
  expect([texts(second.messages), second.nextPageToken]).toEqual([["a plan"], undefined]);
});

test.each(["channels", "users", "users/U0ACMEBEN", "search?q=x", `channels/${releases}/messages`])(
  "a connection without a person's token cannot read v2's %s, and says how to get one",
  async (what) => {
    const botOnly = await connectAccount("slack", { account: "acme-ben" });
    const { bot } = (await botOnly.readStored()).tokens;
    await botOnly.change({ tokens: { bot } });
    expect(await botOnly.user.get(`/api/v2/slack/${what}`)).toMatchObject({
      status: 403,
      json: { code: "insufficient_permissions", reconnectUrl: expect.stringContaining("slack") },
    });
  },
);
