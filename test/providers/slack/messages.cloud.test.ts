// Posting, changing and deleting on both surfaces.
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

const path = "/api/integrations/slack/message";
const channel = "C0ACME4";
const ts = expect.stringMatching(/^\d+\.\d+$/);
const countPosted = async () => (await slack.requests("/api/chat.postMessage")).length;

async function say(text: string): Promise<{ channel: string; ts: string }> {
  const { json } = await account.user.post(path, { channel, text });
  const { message } = json as { message: { channel: string; ts: string } };
  return { channel: message.channel, ts: message.ts };
}

const now = async () =>
  (await account.user.get(`/api/integrations/slack/channels/${channel}/history?limit=1`)).json as {
    messages: { ts: string; text: string; edited?: object }[];
  };

test("PATCH changes the bot's own message", async () => {
  const place = await say("old");
  const answer = await account.user.request(path, { method: "PATCH", body: { ...place, text: "new" } });
  expect([answer.status, answer.json]).toEqual([200, { message: { ...place, text: "new" }, accountId: "T0ACME001" }]);
  expect((await now()).messages).toMatchObject([{ ...{ ts: place.ts }, text: "new", edited: { user: "U0ACMEBOT" } }]);
});

test.each<[string, (place: { channel: string; ts: string }) => [string, object?]]>([
  ["body", (place) => [path, place]],
  ["query", (place) => [`${path}?${new URLSearchParams(place)}`]],
])("DELETE takes the message from the %s, and finds it gone the second time", async (_, asked) => {
  const place = await say("mistake");
  const [target, body] = asked(place);
  const remove = () => account.user.request(target, { method: "DELETE", ...(body ? { body } : {}) });
  expect(await remove()).toMatchObject({ status: 200, json: { deleted: true, ...place, accountId: "T0ACME001" } });
  expect(await remove()).toMatchObject({ status: 404, json: { code: "not_found" } });
});

test("the bot cannot change or delete a person's message", async () => {
  const said = await account.user.post(`/api/v2/slack/channels/${channel}/messages`, { text: "mine" });
  const { message } = said.json as { message: { channel: string; ts: string } };
  const forbidden = { status: 403, json: { code: "forbidden" } };
  expect(await account.user.request(path, { method: "PATCH", body: { ...message, text: "x" } })).toMatchObject(
    forbidden,
  );
  expect(await account.user.request(path, { method: "DELETE", body: message })).toMatchObject(forbidden);
});

test("v2 posts as the person, in its envelope", async () => {
  const answer = await account.user.post(`/api/v2/slack/channels/${channel}/messages`, { text: "hello" });
  expect(answer.status).toBe(201);
  const { success, data, timestamp, ...top } = answer.json as Record<string, unknown>;
  expect([success, top, typeof timestamp]).toEqual([true, data, "string"]);
  expect(data).toEqual({
    message: { channel, ts, text: "hello" },
    messageTs: Object(data).message.ts,
    channelId: channel,
    accountId: "T0ACME001",
  });
  expect((await slack.requests("/api/chat.postMessage"))[0]?.headers.authorization).toMatch(/^Bearer xoxp-/);
  expect((await now()).messages).toMatchObject([{ user: "U0ACMEADA", text: "hello" }]);
});

describe("without a channel", () => {
  const put = (settings: object) => account.user.put("/api/integrations/slack/settings", settings);

  test("a message goes to the default channel of the settings", async () => {
    await put({ defaultChannel: "#releases" });
    const answer = await account.user.post(path, { text: "by default" });
    expect(answer.json).toMatchObject({ message: { channel, text: "by default" } });
  });

  test("without a default channel it is refused", async () => {
    await put({});
    const answer = await account.user.post(path, { text: "where?" });
    expect(answer).toMatchObject({ status: 400, json: { code: "invalid_request", field: "channel" } });
    expect(await countPosted()).toBe(0);
  });
});

describe.each([
  [path, { channel, text: "once" }],
  [`/api/v2/slack/channels/${channel}/messages`, { text: "once" }],
])("POST %s under one Idempotency-Key", (target, body) => {
  test("is executed once for ten simultaneous requests", async () => {
    const key = { "idempotency-key": crypto.randomUUID() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => account.user.post(target, body, key)));
    expect(await countPosted()).toBe(1);
    const done = answers.filter(({ status }) => status < 300);
    const others = answers.filter(({ status }) => status >= 300);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    for (const other of others) expect(other).toMatchObject({ status: 409, json: { code: "conflict" } });
    const again = await account.user.post(target, body, key);
    expect([again.status, again.json]).toEqual([done[0]?.status, done[0]?.json]);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await countPosted()).toBe(1);
  });

  test("of unknown outcome is not tried again", async () => {
    await slack.script({ path: "/api/chat.postMessage", workFirst: true, drop: true });
    const key = { "idempotency-key": crypto.randomUUID() };
    const unknown = { status: 409, json: { code: "outcome_unknown" } };
    expect(await account.user.post(target, body, key)).toMatchObject(unknown);
    expect(await account.user.post(target, body, key)).toMatchObject(unknown);
    expect(await countPosted()).toBe(1);
  });
});
