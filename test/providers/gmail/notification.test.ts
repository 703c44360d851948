import { expect, test } from "vitest";
import { parseNotification } from "../../../lib/providers/gmail/notification.ts";
import { fc } from "../../support/properties.ts";

const envelope = (data: unknown, message: object = { messageId: "m-1" }) =>
  Buffer.from(
    JSON.stringify({
      message: {
        data: Buffer.from(typeof data === "string" ? data : JSON.stringify(data)).toString("base64"),
        ...message,
      },
      subscription: "projects/p/subscriptions/s",
    }),
  );

test.each([
  ["a number", 1234567],
  ["text", "1234567"],
  ["text with leading zeros", "001234567"],
])("reads a history id that is %s", (_, historyId) => {
  expect(parseNotification(envelope({ emailAddress: "Ada@Example.com", historyId }))).toEqual({
    messageId: "m-1",
    address: "ada@example.com",
    historyId: "1234567",
  });
});

test("keeps every digit of a large history id that is text", () => {
  const read = parseNotification(envelope({ emailAddress: "ada@example.com", historyId: "18446744073709551615" }));
  expect(read?.historyId).toBe("18446744073709551615");
});

test("accepts no id from a number that JSON has rounded", () => {
  const read = parseNotification(envelope('{"emailAddress":"ada@example.com","historyId":18446744073709551615}'));
  expect(read).toEqual({ messageId: "m-1", address: "ada@example.com", historyId: undefined });
});

test("takes the message's id under its other name", () => {
  const read = parseNotification(envelope({ emailAddress: "ada@example.com", historyId: 1 }, { message_id: "m-2" }));
  expect(read?.messageId).toBe("m-2");
});

test.each([
  ["no JSON at all", Buffer.from("hello")],
  ["bytes that are not UTF-8", Buffer.from([0xff, 0xfe, 0x00])],
  ["an envelope without a message", Buffer.from("{}")],
  ["data that is not JSON", envelope("hello")],
  ["no address", envelope({ historyId: 1 })],
  ["a negative id", envelope({ emailAddress: "ada@example.com", historyId: -1 })],
  ["a fraction", envelope({ emailAddress: "ada@example.com", historyId: 1.5 })],
  ["an id that is words", envelope({ emailAddress: "ada@example.com", historyId: "1; drop" })],
  ["no message id", envelope({ emailAddress: "ada@example.com", historyId: 1 }, {})],
])("does not read %s", (_, body) => {
  expect(parseNotification(body)).toBeUndefined();
});

test("never throws, whatever the data is", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (data, message) => {
      parseNotification(envelope(data));
      parseNotification(Buffer.from(JSON.stringify({ message })));
    }),
  );
});
