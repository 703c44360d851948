import "../../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { gmail } from "../../../lib/providers/gmail/definition.ts";
import { gmailEvents } from "../../../lib/providers/gmail/events.ts";
import { createDelivery, getDedupeKeys } from "../../webhooks/support/payloads.ts";

const parseEvent = (messageId: string, historyId = 1234) => {
  const data = Buffer.from(JSON.stringify({ emailAddress: "Ada@Example.com", historyId })).toString("base64");
  return gmailEvents(gmail).read(
    createDelivery({ message: { data, messageId }, subscription: "projects/p/subscriptions/s" }),
  );
};

test("a notification is routed to its mailbox", () => {
  expect(parseEvent("m-1")).toMatchObject({ kind: "mail", eventRoutes: ["ada@example.com"] });
});

test("a message of Pub/Sub is identified by its id", () => {
  expect(getDedupeKeys(parseEvent("m-1"))).toEqual(getDedupeKeys(parseEvent("m-1")));
});

// The first may have arrived while the account needed a reconnect, or while Gmail's history lagged: only the stored cursor
// shows what was read.
test("a second message about the same position in the history is not treated as processed", () => {
  const first = getDedupeKeys(parseEvent("m-1"));
  expect(getDedupeKeys(parseEvent("m-2")).filter((claim) => first.includes(claim))).toEqual([]);
});
