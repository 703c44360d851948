// Verified deliveries may be malicious: providers forward what people write, and a leaked secret allows any payload.
import "../http/lambda-environment.ts";
import { describe, expect, test } from "vitest";
import { figma } from "../../lib/providers/figma/definition.ts";
import { figmaEvents } from "../../lib/providers/figma/events.ts";
import { github } from "../../lib/providers/github/definition.ts";
import { githubEvents } from "../../lib/providers/github/events.ts";
import { slack } from "../../lib/providers/slack/definition.ts";
import { slackEvents } from "../../lib/providers/slack/events.ts";
import { deliveryErrorCode } from "../../lib/webhooks/delivery-error.ts";
import type { ParsedDelivery, WebhookSource } from "../../lib/webhooks/webhook-source.ts";
import { measureBusyMs } from "../support/busy.ts";
import { fc } from "../support/properties.ts";
import { listPlaces, replaceAt } from "./support/odd-values.ts";
import {
  createDelivery,
  figmaPayload,
  githubEvent,
  githubIssue,
  slackEnvelope,
  slackMessage,
} from "./support/payloads.ts";

const sources: Record<string, { source: WebhookSource; headers?: Record<string, string>; good: object }> = {
  slack: { source: slackEvents(slack), good: slackEnvelope(slackMessage()) },
  figma: { source: figmaEvents(figma), good: figmaPayload({ event_type: "FILE_COMMENT", comment: [{ text: "a" }] }) },
  github: {
    source: githubEvents(github),
    headers: { "x-github-event": "issues" },
    good: githubEvent({ action: "opened", issue: githubIssue() }),
  },
};

describe.each(Object.entries(sources))("what %s might send", (_, { source, headers = {}, good }) => {
  /** Reads a delivery; undefined when it is invalid. @throws any error but a DeliveryError */
  function read(content: unknown): ParsedDelivery | undefined {
    try {
      return source.read(createDelivery(content, { headers }));
    } catch (error) {
      if (deliveryErrorCode(error, "invalid") === undefined) throw error;
      return undefined;
    }
  }

  test("is understood or set aside, whatever replaces one of its members", () => {
    fc.assert(
      fc.property(fc.constantFrom(...listPlaces(good)), fc.jsonValue({ maxDepth: 3 }), (place, by) => {
        const reading = read(replaceAt(good, place, by));
        for (const claim of reading && "dedupeKeys" in reading ? reading.dedupeKeys : []) {
          expect(claim.length).toBeLessThan(900);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("never sets a name that every object has", () => {
    const hostile = JSON.stringify(good).replace("{", '{"__proto__":{"polluted":true},"constructor":{"prototype":1},');
    read(hostile);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each([
    ["nothing", ""],
    ["half of it", JSON.stringify(good).slice(0, 40)],
    ["a list", "[]"],
    ["null", "null"],
    ["a text", '"event"'],
    ["bytes that are no text", "\u0000\ufffd"],
    ["a hundred thousand brackets", "[".repeat(100_000)],
    ["a hundred thousand closed brackets", "[".repeat(100_000) + "]".repeat(100_000)],
  ])("is set aside when it is %s", (_name, body) => {
    expect(read(body)).toBeUndefined();
  });

  test.each(["<", "<@", "<@U1|", "*a ", "_a_ ", ":a", "@a-", "[a](", "![", "<!--", "**a ", "&amp;", "\n>", "a."])(
    "is read in time when a text is 300,000 characters of %j",
    async (piece) => {
      const flood = piece.repeat(300_000 / piece.length);
      const busy = await measureBusyMs(() => {
        for (const place of listPlaces(good)) read(replaceAt(good, place, flood));
      });
      expect(busy).toBeLessThan(3000);
    },
  );
});
