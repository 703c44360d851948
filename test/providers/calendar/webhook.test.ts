import { expect, test } from "vitest";
import { computeTokenMac, toKeyId } from "../../support/signing.ts";
import {
  calendar,
  calendarEnvelope,
  calendarEvent,
  channelId,
  createChannelToken,
  createPasscode,
  ref,
} from "../../webhooks/support/genuine-requests.ts";
import { deliverTo, startReceiverStage, takeLog } from "../../webhooks/support/receiver-stage.ts";

const stage = await startReceiverStage();

const withToken = (token: string) => calendarEvent({ "x-goog-channel-token": token });
const seconds = Math.floor(Date.now() / 1000);

test("queues the headers, never the token, and names the connection", async () => {
  expect(await deliverTo(calendar, calendarEvent())).toMatchObject({ statusCode: 200, body: '{"ok":true}' });
  const [queued] = stage.listQueued();
  expect(queued).toMatchObject({ provider: "calendar", kind: "channel", id: `${channelId}:10`, link: ref, body: "" });
  expect(Object.keys(Object(queued?.headers)).sort()).toEqual([
    "x-goog-channel-expiration",
    "x-goog-channel-id",
    "x-goog-message-number",
    "x-goog-resource-id",
    "x-goog-resource-state",
    "x-goog-resource-uri",
  ]);
});

test("ignores the body of a channel message, which is not authenticated", async () => {
  await deliverTo(calendar, { ...calendarEvent(), body: '{"message":{"data":"forged"}}' });
  expect(stage.listQueued()[0]?.body).toBe("");
});

test("acknowledges the first message of a channel, and only counts it", async () => {
  const first = calendarEvent({ "x-goog-resource-state": "sync", "x-goog-message-number": "1" });
  expect((await deliverTo(calendar, first)).statusCode).toBe(200);
  expect(stage.listQueued()).toEqual([]);
  expect(takeLog()).toMatch(/"kind":"sync".*"WebhookAnswered":1/);
});

test("queues a state that nobody knows yet", async () => {
  expect((await deliverTo(calendar, calendarEvent({ "x-goog-resource-state": "moved" }))).statusCode).toBe(200);
  expect(stage.listQueued()).toHaveLength(1);
});

test.each([
  ["wrong", "wrong"],
  ["of another channel", createChannelToken({ channel: "another-channel" })],
  ["that ended a second ago", createChannelToken({ exp: seconds - 1 })],
  ["that ends now", createChannelToken({ exp: seconds })],
  [
    "without an end",
    `${toKeyId("fake-channel-secret")}.${ref}.${computeTokenMac("fake-channel-secret", "calendar", channelId, ref)}`,
  ],
  ["that is a passcode", createPasscode()],
  ["with a later end than was signed", createChannelToken().replace(/\.(\d+)\./, (_, exp) => `.${Number(exp) + 1}.`)],
  ["with zeros before its end", createChannelToken().replace(/\.(\d+)\./, ".0$1.")],
  ["of another connection", createChannelToken().replace(ref, "conn-1111111111111-ref")],
])("refuses a token %s", async (_, token) => {
  expect((await deliverTo(calendar, withToken(token))).statusCode).toBe(401);
  expect(stage.listQueued()).toEqual([]);
});

test("answers 503 to a token under a key that it does not hold", async () => {
  expect(
    (await deliverTo(calendar, withToken(createChannelToken({ secret: "a-secret-of-long-ago" })))).statusCode,
  ).toBe(503);
});

test.each([
  ["x-goog-channel-id", ""],
  ["x-goog-channel-id", `${channelId},${channelId}`],
  ["x-goog-channel-id", "../x"],
  ["x-goog-channel-id", channelId.toUpperCase()],
])("refuses the header %s: %j", async (name, value) => {
  expect((await deliverTo(calendar, calendarEvent({ [name]: value }))).statusCode).toBe(401);
});

test.each([
  ["x-goog-resource-state", ""],
  ["x-goog-resource-state", "exists,exists"],
  ["x-goog-message-number", ""],
  ["x-goog-message-number", "-1"],
  ["x-goog-message-number", "1,2"],
])("answers 400 to a good token with the header %s: %j", async (name, value) => {
  expect((await deliverTo(calendar, calendarEvent({ [name]: value }))).statusCode).toBe(400);
});

test("refuses a request with neither a channel nor a token of Google's", async () => {
  expect((await deliverTo(calendar, { headers: {}, body: "" })).statusCode).toBe(401);
});

test("does not look for a Pub/Sub token beside a channel", async () => {
  const { headers } = await calendarEnvelope();
  const mixed = calendarEvent({ ...headers, "x-goog-channel-token": "wrong" });
  expect((await deliverTo(calendar, mixed)).statusCode).toBe(401);
});

test("queues a Pub/Sub envelope as it was", async () => {
  const sent = await calendarEnvelope();
  expect((await deliverTo(calendar, sent)).statusCode).toBe(200);
  const [queued] = stage.listQueued();
  expect(queued).toMatchObject({ kind: "push", id: "m-1", headers: {}, body: sent.body });
  expect(queued).not.toHaveProperty("link");
});

test.each(["{", "{}", "[]", '{"message":{}}', '{"message":{"messageId":"1","data":7}}'])(
  "acknowledges the envelope %s, which would come again for a week, and only counts it",
  async (body) => {
    expect((await deliverTo(calendar, { ...(await calendarEnvelope()), body })).statusCode).toBe(200);
    expect(stage.listQueued()).toEqual([]);
    expect(takeLog()).toMatch(/"kind":"unreadable".*"WebhookAnswered":1/);
  },
);

test("answers 415 to an envelope of another type", async () => {
  const { headers, body = "" } = await calendarEnvelope();
  expect((await deliverTo(calendar, { headers: { ...headers, "content-type": "text/html" }, body })).statusCode).toBe(
    415,
  );
});
