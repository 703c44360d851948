import { expect, test } from "vitest";
import { computeTokenMac, toKeyId } from "../support/signing.ts";
import {
  calendar,
  calendarEvent,
  createChannelToken,
  createPasscode,
  figma,
  figmaEvent,
  github,
  githubEvent,
  hubspot,
  hubspotBatch,
  issue,
  ref,
  signedFigmaEvent,
  slack,
  slackEvent,
} from "./support/genuine-requests.ts";
import { deliverTo, type Handler, secretsOf, startReceiverStage, type TestRequest } from "./support/receiver-stage.ts";

for (const id of Object.keys(secretsOf)) secretsOf[id] = { current: "fake-new", previous: "fake-old" };
const stage = await startReceiverStage();

const link = (secret: string): TestRequest => ({
  ...githubEvent(issue, "issues", computeTokenMac(secret, "github", ref)),
  query: { link: `${toKeyId(secret)}.${ref}` },
});

const signers: { name: string; handler: Handler; make: (secret: string) => TestRequest; removed: number }[] = [
  { name: "Slack", handler: slack, make: (secret) => slackEvent(undefined, secret), removed: 401 },
  { name: "GitHub", handler: github, make: (secret) => githubEvent(issue, "issues", secret), removed: 401 },
  { name: "HubSpot", handler: hubspot, make: (secret) => hubspotBatch(undefined, secret), removed: 401 },
  { name: "a repository's link", handler: github, make: link, removed: 503 },
  { name: "Figma's header", handler: figma, make: signedFigmaEvent, removed: 401 },
  { name: "an operator's passcode", handler: figma, make: (secret) => figmaEvent(secret), removed: 400 },
  { name: "a passcode of ours", handler: figma, make: (secret) => figmaEvent(createPasscode(secret)), removed: 503 },
  {
    name: "a Calendar token",
    handler: calendar,
    make: (secret) => calendarEvent({ "x-goog-channel-token": createChannelToken({ secret }) }),
    removed: 503,
  },
];

test.each(signers)("$name is good under the current secret", async ({ handler, make }) => {
  expect((await deliverTo(handler, make("fake-new"))).statusCode).toBe(200);
  expect(stage.listQueued()).toHaveLength(1);
});

test.each(signers)("$name is good under the secret before", async ({ handler, make }) => {
  expect((await deliverTo(handler, make("fake-old"))).statusCode).toBe(200);
});

test.each(signers)("$name is refused under a secret that was removed: $removed", async ({ handler, make, removed }) => {
  expect((await deliverTo(handler, make("fake-removed"))).statusCode).toBe(removed);
  expect(stage.listQueued()).toEqual([]);
});
