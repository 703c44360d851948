import { describe, expect, test } from "vitest";
import { signatureEndpoint } from "../../../lib/http/webhook-endpoint.ts";
import { slackWebhook } from "../../../lib/providers/slack/webhook.ts";
import { slackHeaders } from "../../support/signing.ts";
import { event, form, json, slack, slackEvent, slackForm } from "../../webhooks/support/genuine-requests.ts";
import { deliverTo, startReceiverStage, takeLog } from "../../webhooks/support/receiver-stage.ts";

const stage = await startReceiverStage();

const now = 1_800_000_000;
const at = signatureEndpoint(slackWebhook, { now: () => now * 1000 + 999 });
const signedAt = (seconds: number, body: string = JSON.stringify(event)) => ({
  headers: { ...json, ...slackHeaders("fake-slack-secret", body, seconds) },
  body,
});

test.each([-300, -1, 0, 1, 300])("accepts a timestamp %i seconds away", async (away) => {
  expect((await deliverTo(at, signedAt(now + away))).statusCode).toBe(200);
});

test.each([-86_400, -301, 301, 86_400])("refuses a timestamp %i seconds away, though signed", async (away) => {
  expect((await deliverTo(at, signedAt(now + away))).statusCode).toBe(401);
  expect(stage.listQueued()).toEqual([]);
  expect(takeLog()).toContain('"reason":"timestamp"');
});

test.each(["1800000000.0", "0x6b49d200", "1.8e9", "+1800000000", "-1800000000", "01800000000", "NaN", "1800000000 "])(
  "refuses the timestamp %j, though signed",
  async (timestamp) => {
    const body = JSON.stringify(event);
    const { "x-slack-signature": signature } = slackHeaders("fake-slack-secret", body, timestamp as unknown as number);
    const headers = { ...json, "x-slack-request-timestamp": timestamp, "x-slack-signature": signature };
    expect((await deliverTo(at, { headers, body })).statusCode).toBe(401);
  },
);

test("puts an event on the queue with its id and without its token", async () => {
  const answer = await deliverTo(slack, slackEvent({ ...event, token: "old-token" }));
  expect(answer).toMatchObject({ statusCode: 200, body: '{"ok":true}' });
  const [queued] = stage.listQueued();
  expect(queued).toMatchObject({ provider: "slack", kind: "event", id: "Ev01", encoding: "utf8", headers: {} });
  expect(queued).toMatchObject({ receipt: expect.stringMatching(/^[0-9a-f-]{36}$/), receivedAt: expect.any(Number) });
  expect(JSON.parse(String(queued?.body))).toEqual(event);
});

test("queues what Slack sends again, and says that it is a retry", async () => {
  const sent = slackEvent();
  const retry = { "x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout" };
  await deliverTo(slack, { ...sent, headers: { ...sent.headers, ...retry } });
  expect(stage.listQueued()[0]?.headers).toEqual(retry);
});

test.each([
  "application/json",
  "application/json; charset=utf-8",
  "application/json;charset=UTF-8",
  "Application/JSON",
])("takes events of the type %s", async (type) => {
  const { headers, body = "" } = slackEvent();
  expect((await deliverTo(slack, { headers: { ...headers, "content-type": type }, body })).statusCode).toBe(200);
});

test.each([
  "text/plain",
  "",
  "application/jsonp",
  "multipart/form-data",
  "application/json, text/html",
  "application/json; charset=utf-16",
])("answers 415 to the signed type %j", async (type) => {
  const { headers, body = "" } = slackEvent();
  expect((await deliverTo(slack, { headers: { ...headers, "content-type": type }, body })).statusCode).toBe(415);
  expect(stage.listQueued()).toEqual([]);
});

test.each(["{", "", "[]", "null", '"text"', "7", "{}{}", "\u0000"])(
  "answers 400 to the signed body %j",
  async (body) => {
    expect((await deliverTo(slack, slackEvent(body))).statusCode).toBe(400);
  },
);

test.each(["{", "", "[]"])("answers 401 to the unsigned body %j", async (body) => {
  expect((await deliverTo(slack, { headers: json, body })).statusCode).toBe(401);
});

test("answers 400 to signed bytes that are no UTF-8", async () => {
  const body = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
  const headers = { ...json, ...slackHeaders("fake-slack-secret", body) };
  expect((await deliverTo(slack, { headers, body, base64: true })).statusCode).toBe(400);
});

test("answers 200 or 400 to a body that is nested a hundred thousand levels deep", async () => {
  const body = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  expect([200, 400]).toContain((await deliverTo(slack, slackEvent(body))).statusCode);
});

describe("the challenge", () => {
  const challenge = (text: unknown) => ({ type: "url_verification", token: "t", challenge: text });

  test("is echoed, counted and not queued", async () => {
    const answer = await deliverTo(slack, slackEvent(challenge("3eZb")));
    expect(answer).toMatchObject({ statusCode: 200, headers: { "content-type": "application/json" } });
    expect(answer.body).toBe('{"challenge":"3eZb"}');
    expect(stage.listQueued()).toEqual([]);
    expect(takeLog()).toMatch(/"kind":"challenge".*"WebhookAnswered":1/);
  });

  test("is not echoed unsigned", async () => {
    const answer = await deliverTo(slack, { headers: json, body: JSON.stringify(challenge("3eZb")) });
    expect(answer.statusCode).toBe(401);
    expect(answer.body).not.toContain("3eZb");
  });

  test.each([["x".repeat(501)], [7], [{ a: 1 }], [["a"]], [""], [null]])("is refused as %j", async (text) => {
    const answer = await deliverTo(slack, slackEvent(challenge(text)));
    expect(answer.statusCode).toBe(400);
  });
});

describe("a form", () => {
  test.each([true, false])(
    "that checks the certificate is answered only when it is signed: %s",
    async (isSignedForm) => {
      const signed = slackForm({ ssl_check: "1", token: "t" });
      const answer = await deliverTo(slack, isSignedForm ? signed : { ...signed, headers: form });
      expect(answer.statusCode).toBe(isSignedForm ? 200 : 401);
      expect(stage.listQueued()).toEqual([]);
    },
  );

  test("with a payload is answered by an empty body, and queued without what is secret in it", async () => {
    const payload = {
      type: "block_actions",
      team: { id: "T1" },
      token: "t",
      response_url: "https://x",
      response_urls: [],
    };
    const answer = await deliverTo(slack, slackForm({ payload: JSON.stringify(payload) }));
    expect(answer).toMatchObject({ statusCode: 200, body: "" });
    expect(stage.listQueued()[0]).toMatchObject({
      kind: "interaction",
      body: '{"type":"block_actions","team":{"id":"T1"}}',
    });
  });

  test.each<Record<string, string>>([{ payload: "{" }, { payload: "[]" }, { other: "1" }, {}])(
    "of %j is malformed",
    async (fields) => {
      expect((await deliverTo(slack, slackForm(fields))).statusCode).toBe(400);
    },
  );
});
