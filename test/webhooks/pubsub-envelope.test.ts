import { expect, test } from "vitest";
import { parsePubsubMessage } from "../../lib/webhooks/pubsub-envelope.ts";

const data = Buffer.from("é✓").toString("base64");

test("a push has a message with its id, in either spelling, and data in Base64", () => {
  expect(parsePubsubMessage({ message: { messageId: "m-1", data } })).toEqual({ id: "m-1", data: "é✓" });
  expect(parsePubsubMessage({ message: { message_id: "m-2", data } })).toEqual({ id: "m-2", data: "é✓" });
  expect(parsePubsubMessage({ message: { messageId: "m-1", message_id: "m-2", data } })?.id).toBe("m-1");
});

test("a message of attributes alone has no data", () => {
  expect(parsePubsubMessage({ message: { messageId: "m-1" } })).toEqual({ id: "m-1", data: "" });
  expect(parsePubsubMessage({ message: { messageId: "m-1", data: "" } })).toEqual({ id: "m-1", data: "" });
});

test.each([
  ["no message", {}],
  ["a text for a message", { message: "m-1" }],
  ["a list for a message", { message: [{ messageId: "m-1" }] }],
  ["no id", { message: { data } }],
  ["an empty id", { message: { messageId: "", data } }],
  ["a number for its id", { message: { messageId: 7, data } }],
  ["an id of 257 characters", { message: { messageId: "1".repeat(257), data } }],
  ["a number for its data", { message: { messageId: "m-1", data: 7 } }],
  ["null for its data", { message: { messageId: "m-1", data: null } }],
])("a push with %s is not read", (_, envelope) => {
  expect(parsePubsubMessage(envelope)).toBeUndefined();
});
