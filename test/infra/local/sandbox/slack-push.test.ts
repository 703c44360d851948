import { expect, test } from "vitest";
import type { Exchange } from "../../../../infra/local/sandbox/exchange.ts";
import { type Body, redirectUri, useProvider } from "./provider.ts";
import { hmac, useReceiver } from "./receiver.ts";

const slack = useProvider("slack");
const receiver = useReceiver(slack);
const client = { client_id: "sandbox-slack-client", client_secret: "sandbox-slack-secret" };
const all = "channels:read,channels:history,groups:read,groups:history,chat:write,im:history,channels:manage";

async function install(query: Record<string, string>, account = "acme"): Promise<Body & { authed_user: Body }> {
  const back = await slack.consent("/oauth/v2/authorize", query, { _approve: "1", _account: account });
  const form = { ...client, code: back.searchParams.get("code") ?? "", redirect_uri: redirectUri };
  return (await slack.form("/api/oauth.v2.access", form)).body as Body & { authed_user: Body };
}

function isGenuine({ headers, body }: Exchange): boolean {
  const time = headers["x-slack-request-timestamp"];
  const expected = hmac("sandbox-slack-signing-secret", `v0:${time}:${body.toString("utf8")}`);
  const fresh = Math.abs(Date.now() / 1000 - Number(time)) <= 300;
  return fresh && headers["x-slack-signature"] === `v0=${expected}`;
}

test("delivers a pushed message, signed, with the ids that the Web API shows", async () => {
  await receiver.push({ event: "message", channel: "releases", from: "ben", text: "Ship it" });
  const [got] = receiver.received();
  expect(got?.path).toBe("/api/integrations/slack/webhook");
  expect(got && isGenuine(got)).toBe(true);
  expect(receiver.bodies()).toMatchObject([
    {
      type: "event_callback",
      team_id: "T0ACME001",
      api_app_id: "A0PATCHBAY",
      event_id: expect.stringMatching(/^Ev[0-9A-Z]{10}$/),
      event: { type: "message", channel: "C0ACME4", channel_type: "channel", user: "U0ACMEBEN", text: "Ship it" },
      authorizations: [{ team_id: "T0ACME001", user_id: "U0ACMEBOT", is_bot: true }],
    },
  ]);
});

test("delivers the same request several times on command", async () => {
  await receiver.push({ event: "message", times: 5 });
  const ids = receiver.bodies().map(({ event_id }) => event_id);
  expect(ids).toHaveLength(5);
  expect(new Set(ids).size).toBe(1);
});

test("retries three times, with number and reason in the headers", async () => {
  receiver.setAnswer(() => ({ status: 500 }));
  const [delivery] = await receiver.push({ event: "message" });
  const retries = receiver
    .received()
    .map(({ headers }) => [headers["x-slack-retry-num"], headers["x-slack-retry-reason"]]);
  expect(retries).toEqual([[undefined, undefined], ...["1", "2", "3"].map((count) => [count, "http_error"])]);
  expect(delivery?.outcome).toBe("given up");
});

test("does not retry when the answer has X-Slack-No-Retry", async () => {
  receiver.setAnswer(() => ({ status: 401, headers: { "x-slack-no-retry": "1" } }));
  const [delivery] = await receiver.push({ event: "message" });
  expect(delivery?.attempts).toHaveLength(1);
});

test("stops retrying once it was accepted", async () => {
  receiver.setAnswer((count) => ({ status: count === 1 ? 503 : 200 }));
  const [delivery] = await receiver.push({ event: "message" });
  expect(delivery).toMatchObject({ outcome: "accepted", attempts: [{ status: 503 }, { status: 200 }] });
});

test.each(["signature", "secret", "body", "stale", "future", "unsigned"])("forges the %s", async (forge) => {
  await receiver.push({ event: "message", forge });
  const [got] = receiver.received();
  expect(got && isGenuine(got)).toBe(false);
});

test("sends nothing for Web API calls unless events are on", async () => {
  const { access_token } = await install({ scope: all });
  await slack.asBearer("/api/chat.postMessage", access_token, { channel: "C0ACME4", text: "Hello" });
  expect((await slack.control("GET", "deliveries")).body).toEqual([]);
});

test("delivers what is posted through the Web API when events are on", async () => {
  const { access_token } = await install({ scope: all });
  await slack.behave({ events: true });
  const posted = await slack.asBearer("/api/chat.postMessage", access_token, { channel: "C0ACME4", text: "Hello" });
  await receiver.waitForRequests(1);
  expect(receiver.bodies()).toMatchObject([
    { event: { ts: posted.body.ts, user: "U0ACMEBOT", bot_id: "B0ACMEBOT", channel_type: "channel" } },
  ]);
});

test("delivers a private channel's message for a person in it, not for the bot outside", async () => {
  await install({ scope: all, user_scope: all });
  await install({ user_scope: all }, "acme-ben");
  await receiver.push({ event: "message", channel: "leadership", from: "ada" });
  expect(receiver.bodies()).toMatchObject([
    { event: { channel_type: "group" }, authorizations: [{ user_id: "U0ACMEADA", is_bot: false }] },
  ]);
});

test("does not deliver a private channel's message to anybody outside it", async () => {
  await install({ scope: all });
  await install({ user_scope: all }, "acme-ben");
  expect(await receiver.push({ event: "message", channel: "leadership", from: "ada", text: "Hush" })).toEqual([]);
  expect(receiver.received()).toEqual([]);
});

test("delivers for the requested installation, whether or not it has access", async () => {
  await receiver.push({ event: "message", channel: "leadership", from: "ada", as: "ben" });
  expect(receiver.bodies()).toMatchObject([{ authorizations: [{ user_id: "U0ACMEBEN", is_bot: false }] }]);
});

test("delivers any event, also from another workspace", async () => {
  await receiver.push({ event: "raw", team: "T0OTHER", payload: { type: "team_domain_change", domain: "x" } });
  expect(receiver.bodies()).toMatchObject([
    { team_id: "T0OTHER", event: { type: "team_domain_change" }, authorizations: [{ team_id: "T0ACME001" }] },
  ]);
});

test("lists all authorizations of an event for the app's own token", async () => {
  await install({ scope: all, user_scope: all });
  await receiver.push({ event: "message", channel: "releases" });
  const event_context = String(receiver.bodies()[0]?.event_context);
  const { body } = await slack.asBearer("/api/apps.event.authorizations.list", "xapp-sandbox-slack", { event_context });
  expect(body.authorizations).toMatchObject([{ user_id: "U0ACMEBOT" }, { user_id: "U0ACMEADA" }]);
});

test("sends a direct message as one", async () => {
  await install({ user_scope: all });
  await receiver.push({ event: "message", from: "ada", dm: "ben" });
  expect(receiver.bodies()).toMatchObject([
    { event: { channel_type: "im" }, authorizations: [{ user_id: "U0ACMEADA" }] },
  ]);
});

test.each([
  ["nobody", { from: "zoe" }],
  ["no such channel", { channel: "nowhere" }],
  ["a private channel", { channel: "leadership", from: "ben" }],
  ["a misspelt field", { chanel: "general" }],
])("refuses to post as or into %s", async (_, wrong) => {
  expect((await slack.control("POST", "push", { event: "message", ...wrong })).status).toBe(400);
});
