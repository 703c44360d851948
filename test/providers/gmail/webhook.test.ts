import { expect, test } from "vitest";
import { pushClaims, pushEnvelope } from "../../support/signing.ts";
import { gmail, gmailPushEvent, json } from "../../webhooks/support/genuine-requests.ts";
import { deliverTo, push, requestEvent, startReceiverStage, takeLog } from "../../webhooks/support/receiver-stage.ts";

const stage = await startReceiverStage();

const seconds = Math.floor(Date.now() / 1000);

test("queues the envelope as it was, with the message's id", async () => {
  const sent = gmailPushEvent();
  expect(await deliverTo(gmail, sent)).toMatchObject({ statusCode: 200, body: '{"ok":true}' });
  expect(stage.listQueued()[0]).toMatchObject({
    provider: "gmail",
    kind: "push",
    id: "m-1",
    headers: {},
    body: sent.body,
  });
});

test("says nothing of the mailbox in the log", async () => {
  await deliverTo(gmail, gmailPushEvent());
  expect(takeLog()).not.toContain("ada@");
});

test("accepts a verified flag that the gateway has turned into text", async () => {
  expect((await deliverTo(gmail, gmailPushEvent({ email_verified: "true" }))).statusCode).toBe(200);
});

test.each<[string, Record<string, unknown>]>([
  ["another service account", { email: "push@evil.example" }],
  ["no address", { email: undefined }],
  ["an address that is not verified", { email_verified: false }],
  ["an address that is not verified, as text", { email_verified: "false" }],
  ["an address of unknown standing", { email_verified: undefined }],
  ["another issuer", { iss: "https://evil.example" }],
  ["another audience", { aud: "https://evil.example" }],
  ["an end more than a minute ago", { exp: seconds - 61 }],
])("refuses a token that the gateway let through with %s", async (_, claims) => {
  expect((await deliverTo(gmail, gmailPushEvent(claims))).statusCode).toBe(401);
  expect(stage.listQueued()).toEqual([]);
});

test("refuses a token that the gateway let through with a beginning more than a minute ahead", async () => {
  const nbf = Math.floor(Date.now() / 1000) + 62;
  expect((await deliverTo(gmail, gmailPushEvent({ nbf }))).statusCode).toBe(401);
  expect(stage.listQueued()).toEqual([]);
});

test("refuses a good token that no authorizer has seen", async () => {
  const event = requestEvent(gmailPushEvent());
  const { authorizer: _, ...requestContext } = { authorizer: undefined, ...event.requestContext };
  expect((await gmail({ ...event, requestContext })).statusCode).toBe(401);
});

test("refuses a request without a token", async () => {
  expect((await deliverTo(gmail, { headers: json, body: pushEnvelope({}) })).statusCode).toBe(401);
});

test.each([
  "{",
  "",
  "[]",
  "{}",
  '{"message":null}',
  '{"message":{"data":"e30="}}',
  pushEnvelope("no json"),
  pushEnvelope([]),
  pushEnvelope({}),
  pushEnvelope({ emailAddress: "ada@example.com" }),
  pushEnvelope({ emailAddress: 7, historyId: 7 }),
  pushEnvelope({ emailAddress: "ada@example.com", historyId: -1 }),
  pushEnvelope({ emailAddress: "ada@example.com", historyId: "1.5" }),
  pushEnvelope({ emailAddress: "ada@example.com", historyId: null }),
])("acknowledges %s, which would come again for a week, and only counts it", async (body) => {
  expect((await deliverTo(gmail, gmailPushEvent({}, body))).statusCode).toBe(200);
  expect(stage.listQueued()).toEqual([]);
  expect(takeLog()).toMatch(/"kind":"unreadable".*"WebhookAnswered":1/);
});

test.each([1234567, "1234567", "18446744073709551615"])("takes the history id %j", async (historyId) => {
  const body = pushEnvelope({ emailAddress: "ada@example.com", historyId });
  await deliverTo(gmail, gmailPushEvent({}, body));
  expect(stage.listQueued()).toHaveLength(1);
});

test.each(["PUBSUB_AUDIENCE", "PUBSUB_SERVICE_ACCOUNT", "PUBSUB_ISSUER"])("lets nobody in without %s", async (name) => {
  const value = process.env[name];
  delete process.env[name];
  const answer = await deliverTo(
    gmail,
    gmailPushEvent({ ...pushClaims(push), email: undefined, aud: undefined, iss: undefined }),
  );
  process.env[name] = value;
  expect(answer.statusCode).toBe(503);
  expect(takeLog()).toContain("SecretMissing");
});
