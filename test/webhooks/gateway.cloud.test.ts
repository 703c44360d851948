// Receivers behind the deployed gateway: headers, encodings, authorizer and roles.
import { request } from "node:http";
import { expect, test } from "vitest";
import { asUser, createBrowser } from "../support/api.ts";
import { cloud } from "../support/cloud.ts";
import { computeTokenMac, githubHeaders, slackHeaders, toKeyId } from "../support/signing.ts";

const ref = "conn-0000000000000-ref";
const form = { "content-type": "application/x-www-form-urlencoded" };
const channelSecret = "sandbox-channel-signing-secret";
const slackSecret = "sandbox-slack-signing-secret";
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  createBrowser().post(path, body, headers);

const event = JSON.stringify({
  type: "event_callback",
  event_id: "Ev-gateway",
  team_id: "T-none",
  event: { type: "x", text: "é✓" },
});

test.each(["/api/integrations/slack/webhook", "/api/v1/webhooks/slack/events"])(
  "%s takes a signed event",
  async (path) => {
    expect(await post(path, event, slackHeaders(slackSecret, event))).toMatchObject({
      status: 200,
      json: { ok: true },
    });
  },
);

test.each(["/api/integrations/slack/webhook", "/api/v1/webhooks/slack/events"])(
  "%s answers a signed challenge",
  async (path) => {
    const body = JSON.stringify({ type: "url_verification", challenge: "3eZb", token: "t" });
    expect(await post(path, body, slackHeaders(slackSecret, body))).toMatchObject({ json: { challenge: "3eZb" } });
  },
);

test("an interaction is answered by nothing", async () => {
  const body = new URLSearchParams({ payload: '{"type":"block_actions","team":{"id":"T-none"}}' }).toString();
  const headers = { ...form, ...slackHeaders(slackSecret, body) };
  expect(await post("/api/v1/webhooks/slack/interactive", body, headers)).toMatchObject({ status: 200, text: "" });
});

test("GitHub's events are taken under the app's secret, and under a link's", async () => {
  const body = '{"action":"opened","repository":{"id":0}}';
  const path = "/api/integrations/github/webhook";
  expect((await post(path, body, githubHeaders("sandbox-github-webhook-secret", body))).status).toBe(200);
  const linked = githubHeaders(computeTokenMac(channelSecret, "github", ref), body);
  expect((await post(`${path}?link=${toKeyId(channelSecret)}.${ref}`, body, linked)).status).toBe(200);
  expect((await post(path, body, linked)).status).toBe(401);
});

test.each([
  ["a passcode of ours", `${toKeyId(channelSecret)}.${ref}.${computeTokenMac(channelSecret, "figma", ref)}`, 200],
  ["the operator's", "sandbox-figma-webhook-secret", 200],
  ["a wrong one", "wrong", 400],
])("Figma's passcode is %s", async (_, passcode, status) => {
  const body = JSON.stringify({ event_type: "FILE_UPDATE", webhook_id: "0", file_key: "none", passcode });
  expect((await post("/api/integrations/figma/webhook", body)).status).toBe(status);
});

test("a Calendar notification is taken with its channel's token", async () => {
  const exp = String(Math.floor(Date.now() / 1000) + 600);
  const headers = {
    "X-Goog-Channel-ID": "gateway-test",
    "X-Goog-Channel-Token": `${toKeyId(channelSecret)}.${ref}.${exp}.${computeTokenMac(channelSecret, "calendar", "gateway-test", ref, exp)}`,
    "X-Goog-Resource-ID": "r",
    "X-Goog-Resource-State": "exists",
    "X-Goog-Message-Number": "2",
  };
  const path = "/api/v1/webhooks/calendar/push";
  expect((await post(path, "", headers)).status).toBe(200);
  expect((await post(path, "", { ...headers, "X-Goog-Channel-ID": "another" })).status).toBe(401);
});

test.each([
  "/api/integrations/slack/webhook",
  "/api/v1/webhooks/slack/events",
  "/api/v1/webhooks/slack/interactive",
  "/api/integrations/figma/webhook",
  "/api/integrations/github/webhook",
  "/api/v1/webhooks/gmail/push",
  "/api/v1/webhooks/calendar/push",
])("%s takes nothing that proves nothing", async (path) => {
  expect((await post(path, event)).status).toBe(401);
});

test("a header that comes twice is refused", async () => {
  const signed = slackHeaders(slackSecret, event);
  const headers = {
    ...signed,
    "x-slack-signature": Array(2).fill(signed["x-slack-signature"]),
    "content-type": "application/json",
  };
  const status = await new Promise((resolve, reject) => {
    const sent = request(
      new URL("/api/v1/webhooks/slack/events", cloud().origin),
      { method: "POST", headers },
      (answer) => resolve(answer.resume().statusCode),
    );
    sent.on("error", reject).end(event);
  });
  expect(status).toBe(401);
});

test("health tells a stranger its status and nothing else", async () => {
  for (const anybody of [createBrowser(), createBrowser("a.b.c"), await asUser({ sub: "ada", org: "acme" })]) {
    const { status, json } = await anybody.get("/api/v1/webhooks/health");
    expect([status, json]).toEqual([200, { status: expect.stringMatching(/^(ok|degraded)$/) }]);
  }
});

test("health names the receivers, their secrets and their queues to an administrator", async () => {
  const admin = await asUser({ sub: "dana", org: "acme", role: "admin" });
  const { status, json } = await admin.get("/api/v1/webhooks/health");
  expect(status).toBe(200);
  expect(json).toMatchObject({
    receivers: Array(10).fill({ secret: true }),
    queues: Array(8).fill({ waiting: expect.any(Number) }),
  });
});
