// The job that posts notifications: what it posts, drops and retries.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { slack } from "../../lib/providers/slack/definition.ts";
import { toItem } from "../../lib/store/item.ts";
import { logged } from "../http/lambda-environment.ts";
import { withOrigin } from "../providers/support/with-origin.ts";
import { aConnection } from "../support/a-connection.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { answer, json, type Play, reset, startTestServer } from "../support/test-server.ts";

const aws = await startAwsStandIn();
const end = await startTestServer();
afterAll(() => Promise.all([aws.close(), end.close()]));
const { postNotification } = await import("../../lib/providers/slack/cards/post-notification.ts");

const now = 1_800_000_000;
const message = { tenant: "c#tenant-1", user: "ada", seq: 7 };
const activity = {
  provider: "gmail",
  kind: "mail",
  title: "Slides",
  excerpt: "Could you send me the slides by Friday?",
  source: { url: "https://mail.example/1", id: "1" },
  actionItems: [{ text: "Send me the slides", due: "2026-11-20", confidence: 0.9, done: false }],
  participants: ["Cleo"],
  at: "2026-11-18T10:00:00.000Z",
  postTo: "#news",
  ttl: now + 90 * 86_400,
};
const connection = aConnection({ provider: "slack", tokens: { bot: { access: Uint8Array.of(1), issuedAt: now } } });

/** A row as the stream sends it, with bytes in Base64. */
const wire = (row: object) =>
  JSON.parse(
    JSON.stringify(toItem(row), (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
    ),
  );

function prepareRows({
  row = activity,
  connections = [connection],
}: {
  row?: object | undefined;
  connections?: object[];
} = {}) {
  aws.on("GetItem", () => json({ Item: wire(row) }));
  aws.on("Query", () => json({ Items: connections.map((one) => ({ ...wire(one), sk: { S: "conn#slack#1" } })) }));
}

beforeEach(() => {
  aws.forget();
  aws.on("PutItem", () => json({}));
  aws.on("UpdateItem", () => json({}));
  end.requests.length = 0;
  end.play = json({ ok: true, channel: "C1", ts: "1.1" });
  logged.length = 0;
  prepareRows();
});

const vault = {
  seal: async () => new Uint8Array(),
  unseal: async () => "xoxb-obviously-fake",
  unsealBytes: async () => Buffer.of(),
};

/** Runs the job. @returns why it dropped the notification, or that it has not */
async function work(provider = withOrigin(slack, end.url)): Promise<string> {
  const poster = { provider, nameOf: () => "Gmail" };
  await postNotification(message, poster, { now: () => now, fetch, vault });
  const line = logged.find((one) => one.includes("NotificationDropped"));
  return line === undefined ? "posted" : String(JSON.parse(line).reason);
}

const posts = () => end.requests.filter(({ path }) => path === "/api/chat.postMessage");
/** Names of the rows that were claimed and of those that were released. */
const claims = (operation: "PutItem" | "UpdateItem") =>
  aws.calls.filter((call) => call.operation === operation && JSON.stringify(call.input).includes("notification#7"))
    .length;

test("posts what happened, what is to be done and where it stands, by the bot", async () => {
  expect(await work()).toBe("posted");
  const [post, ...more] = posts();
  expect(more).toEqual([]);
  const form = new URLSearchParams(post?.body);
  expect(Object.fromEntries(form)).toMatchObject({ channel: "#news", text: "Gmail: Slides" });
  expect(form.get("blocks")).toContain("Send me the slides (by 20 November 2026)");
  expect(form.get("blocks")).toContain("<https://mail.example/1|Open in Gmail>");
  expect(form.get("blocks")).toContain("Cleo");
  expect(post?.headers.authorization).toBe("Bearer xoxb-obviously-fake");
  expect([claims("PutItem"), claims("UpdateItem")]).toEqual([1, 0]);
});

test("posts nothing that somebody has claimed, even if they have crashed", async () => {
  const earlier = toItem({ request: "-", claim: "theirs", until: now - 100, expiresAt: now + 100 });
  aws.on("PutItem", () => json({ __type: "ConditionalCheckFailedException", Item: earlier }, 400));
  expect(await work()).toBe("claimed");
  expect(end.requests).toEqual([]);
});

test.each([
  ["what is gone", { row: undefined }, "gone"],
  ["what nobody wants posted", { row: { ...activity, postTo: undefined } }, "gone"],
  ["what is no news any more", { row: { ...activity, ttl: activity.ttl - 13 * 3600 } }, "late"],
  ["for a user without Slack", { connections: [] }, "not_connected"],
  [
    "with an account that must be connected again",
    { connections: [{ ...connection, status: "reconnect_needed" }] },
    "reconnect_required",
  ],
  ["for a channel's name that may be another workspace's", { connections: [connection, connection] }, "ambiguous"],
  ["with an account that has no bot", { connections: [{ ...connection, tokens: {} }] }, "insufficient_permissions"],
])("drops %s", async (_, state, reason) => {
  prepareRows(state);
  if ("row" in state && state.row === undefined) aws.on("GetItem", () => json({}));
  expect(await work()).toBe(reason);
  expect(end.requests).toEqual([]);
});

test("posts to a channel's id though there are several workspaces: it is of one of them", async () => {
  prepareRows({ row: { ...activity, postTo: "C0ACME4" }, connections: [connection, connection] });
  expect(await work()).toBe("posted");
});

const slackErrorAnswer = (error: string): Play => json({ ok: false, error });
test.each<[string, Play, string]>([
  ["that the channel is gone", slackErrorAnswer("channel_not_found"), "not_found"],
  ["that the channel is archived", slackErrorAnswer("is_archived"), "forbidden"],
  ["that it lacks a right", slackErrorAnswer("missing_scope"), "insufficient_permissions"],
  ["something nobody knows", slackErrorAnswer("no_such_error"), "provider_error"],
  ["with a failure after which it may have been posted", answer(500), "outcome_unknown"],
  ["nothing", reset, "outcome_unknown"],
])("when Slack says %s, it is dropped and stays claimed", async (_, play, reason) => {
  end.play = play;
  expect(await work()).toBe(reason);
  expect([posts().length, claims("UpdateItem")]).toEqual([1, 0]);
});

test("when Slack asks to wait, the notification is left unclaimed for the next attempt", async () => {
  end.play = answer(429, "", { "retry-after": "30" });
  await expect(work()).rejects.toMatchObject({ code: "rate_limited", retryAfter: 30 });
  expect([posts().length, claims("UpdateItem")]).toEqual([1, 1]);
});

test("when Slack cannot be reached, the notification is left unclaimed for the next attempt", async () => {
  const gone = await startTestServer();
  await gone.close();
  await expect(work(withOrigin(slack, gone.url))).rejects.toMatchObject({ code: "provider_unavailable" });
  expect(claims("UpdateItem")).toBe(1);
});

test("when the store does not answer, the notification is left for the next attempt", async () => {
  aws.on("PutItem", () => awsError("AccessDeniedException"));
  await expect(work()).rejects.toMatchObject({ code: "provider_unavailable" });
  expect(end.requests).toEqual([]);
});

const inSlack = { ...activity, provider: "slack", source: { url: "https://slack.example/1", id: "C0SOURCE1:1.1" } };

/** Slack's answers: about the conversation of the message, and to everything else. */
const answerAbout = (conversation: Play) => {
  end.play = (response, asked) =>
    (asked.path.endsWith("conversations.info") ? conversation : json({ ok: true, ts: "1.1" }))(response, asked);
};
const channel = (members: object) => json({ ok: true, channel: members });

test.each([
  ["C0SOURCE1", "general", "echo"],
  ["#general", "general", "echo"],
  ["General", "general", "echo"],
  ["C0OTHER01", "general", "posted"],
  ["#news", "general", "posted"],
])("what was said in a channel goes to %s where that is not #%s itself", async (postTo, name, outcome) => {
  prepareRows({ row: { ...inSlack, postTo } });
  answerAbout(channel({ name, is_private: false }));
  expect(await work()).toBe(outcome);
  expect(posts()).toHaveLength(outcome === "posted" ? 1 : 0);
});

test.each<[string, Play]>([
  ["in a private channel", channel({ name: "board", is_private: true })],
  ["in a direct message", channel({ is_private: false, is_im: true })],
  ["in a group's direct message", channel({ is_private: false, is_mpim: true })],
  ["where Slack does not say who may read", channel({ name: "odd", is_private: "no" })],
  ["where the bot sees nothing", slackErrorAnswer("channel_not_found")],
  ["where the bot may not look", slackErrorAnswer("missing_scope")],
])("what was said %s is told nobody else", async (_, conversation) => {
  prepareRows({ row: inSlack });
  answerAbout(conversation);
  expect(await work()).toBe("private");
  expect(posts()).toEqual([]);
});
