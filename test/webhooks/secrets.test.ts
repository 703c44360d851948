// Without its secret a receiver accepts nothing; the log says why, the answer does not.
import { describe, expect, test } from "vitest";
import { awsError } from "../support/aws-stand-in.ts";
import { elapsedWithoutStalls } from "../support/elapsed-without-stalls.ts";
import { hang, json, type Play } from "../support/test-server.ts";
import {
  calendar,
  calendarEvent,
  createPasscode,
  figma,
  figmaEvent,
  github,
  githubEvent,
  githubLinkEvent,
  signedFigmaEvent,
  slack,
  slackEvent,
} from "./support/genuine-requests.ts";
import { deliverTo, startReceiverStage, takeLog } from "./support/receiver-stage.ts";

const stage = await startReceiverStage();

const requests = [
  { name: "a Slack event", handler: slack, make: slackEvent },
  { name: "a Slack event signed with nothing", handler: slack, make: () => slackEvent(undefined, "") },
  { name: "a Slack event signed with undefined", handler: slack, make: () => slackEvent(undefined, "undefined") },
  { name: "an unsigned Slack event", handler: slack, make: () => ({ headers: {}, body: "{}" }) },
  { name: "a GitHub event", handler: github, make: githubEvent },
  { name: "an unsigned GitHub event", handler: github, make: () => ({ headers: {}, body: "{}" }) },
  { name: "an event of a linked repository", handler: github, make: githubLinkEvent },
  { name: "a passcode of ours", handler: figma, make: () => figmaEvent(createPasscode()) },
  { name: "an operator's passcode", handler: figma, make: () => figmaEvent("fake-figma-secret") },
  { name: "a signed Figma event", handler: figma, make: () => signedFigmaEvent() },
  { name: "a Calendar notification", handler: calendar, make: () => calendarEvent() },
  {
    name: "a Calendar notification without a token",
    handler: calendar,
    make: () => calendarEvent({ "x-goog-channel-token": "" }),
  },
];

/** In this order: a failed read is not cached, a missing secret is. */
const failures: [string, () => Play][] = [
  ["is empty", () => json({ SecretString: '{"current":""}' })],
  ["is no JSON", () => json({ SecretString: "fake" })],
  ["is a JSON text", () => json({ SecretString: '"fake"' })],
  ["is null", () => json({ SecretString: "null" })],
  ["is a number", () => json({ SecretString: '{"current":7}' })],
  ["has an empty previous one", () => json({ SecretString: '{"current":"a","previous":""}' })],
  ["cannot be decrypted", () => awsError("DecryptionFailure")],
  ["cannot be had", () => awsError("InternalServiceError", 500)],
  ["is missing", () => awsError("ResourceNotFoundException")],
];

describe.each(failures)("when the secret %s", (_, play) => {
  test.each(requests)("answers 503 to $name", async ({ handler, make }) => {
    stage.aws.on("GetSecretValue", play);
    stage.aws.on("DescribeSecret", () => json({ Name: "a client" }));
    const answer = await deliverTo(handler, make());
    expect(answer.statusCode).toBe(503);
    expect(stage.listQueued()).toEqual([]);
    expect(takeLog()).toMatch(/"Name":"SecretMissing".*"provider":"\w+"/);
  });
});

test("a stranger's request to a provider that nobody set up raises no alarm", async () => {
  const { signatureEndpoint } = await import("../../lib/http/webhook-endpoint.ts");
  const { requireWebhookSecrets } = await import("../../lib/webhooks/require-secrets.ts");
  stage.aws.on("GetSecretValue", () => awsError("ResourceNotFoundException"));
  stage.aws.on("DescribeSecret", () => awsError("ResourceNotFoundException"));
  const receiver = {
    provider: "acme",
    verify: () => requireWebhookSecrets("acme"),
    read: () => ({ kind: "event" as const, id: undefined, headers: {}, body: "" }),
  };
  expect((await deliverTo(signatureEndpoint(receiver), slackEvent())).statusCode).toBe(503);
  const written = takeLog();
  expect(written).toMatch(/"provider":"acme".*"WebhookNotConfigured":1/);
  expect(written).not.toMatch(/SecretMissing|WebhookUnavailable/);
});

test("a provider with a client, and without its webhook secret, raises an alarm: its events are lost", async () => {
  const { requireWebhookSecrets } = await import("../../lib/webhooks/require-secrets.ts");
  stage.aws.on("GetSecretValue", () => awsError("ResourceNotFoundException"));
  stage.aws.on("DescribeSecret", ({ SecretId }) =>
    SecretId === "patchbay/test/known/client" ? json({ Name: SecretId }) : awsError("ResourceNotFoundException"),
  );
  await expect(requireWebhookSecrets("known")).rejects.toMatchObject({ code: "not_configured", cause: "secret" });
  expect(takeLog()).toMatch(/"Name":"SecretMissing".*"provider":"known"/);
});

test("does not ask for a missing secret again with every request", async () => {
  for (let n = 0; n < 100; n++) await deliverTo(slack, slackEvent());
  expect(stage.aws.calls).toEqual([]);
});

test("answers before Slack's time limit while Secrets Manager hangs", async () => {
  const { signatureEndpoint } = await import("../../lib/http/webhook-endpoint.ts");
  const { readClientSecret } = await import("../../lib/store/secrets.ts");
  stage.aws.on("GetSecretValue", () => hang);
  const receiver = {
    provider: "acme",
    verify: () => readClientSecret("hanging"),
    read: () => ({ kind: "event" as const, id: undefined, headers: {}, body: "" }),
  };
  const { result, ms } = await elapsedWithoutStalls(() => deliverTo(signatureEndpoint(receiver), slackEvent()));
  expect(result.statusCode).toBe(503);
  expect(ms).toBeLessThan(2950);
  expect(stage.listQueued()).toEqual([]);
});
