import "../../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { calendar } from "../../../lib/providers/calendar/definition.ts";
import { deliveryErrorCode } from "../../../lib/webhooks/delivery-error.ts";

const { calendarEvents } = await import("../../../lib/providers/calendar/events.ts");
const { read } = calendarEvents(calendar);

const headers = {
  "x-goog-channel-id": "chan-1",
  "x-goog-resource-id": "res-1",
  "x-goog-resource-state": "exists",
  "x-goog-message-number": "12",
};

const delivery = (change: object) =>
  read({
    deliveryId: "r",
    kind: "channel",
    providerDeliveryId: undefined,
    headers,
    body: new Uint8Array(),
    receivedAt: 1,
    link: "conn-1",
    ...change,
  });

const envelope = (data: unknown) => ({
  kind: "push",
  headers: {},
  link: undefined,
  body: Buffer.from(
    JSON.stringify({ message: { data: Buffer.from(JSON.stringify(data)).toString("base64"), messageId: "m-1" } }),
  ),
});

test("a message of a channel is known by the channel and its number, and leads to the token's connection", () => {
  expect(delivery({})).toMatchObject({ kind: "event", dedupeKeys: ["chan-1#12"], eventRoutes: ["conn-1"] });
});

test("the first message of a channel is ignored", () => {
  const first = delivery({ headers: { ...headers, "x-goog-resource-state": "sync", "x-goog-message-number": "1" } });
  expect(first).toEqual({ kind: "sync", ignored: "sync" });
});

test.each([
  ["no number", { headers: { ...headers, "x-goog-message-number": "" } }],
  ["a number that is none", { headers: { ...headers, "x-goog-message-number": "1#2" } }],
  ["no token", { link: undefined }],
  ["neither headers nor an envelope", { headers: {}, body: Buffer.from("{}") }],
])("cannot read a delivery with %s", (_, change) => {
  try {
    delivery(change);
    expect.unreachable();
  } catch (error) {
    expect(deliveryErrorCode(error, "invalid")).toBeDefined();
  }
});

test("an envelope of Pub/Sub leads to whoever has that address, in lower case", () => {
  const read = delivery(envelope({ emailAddress: "Ada@Example.com", resourceId: "r-1" }));
  expect(read).toMatchObject({ dedupeKeys: ["m-1"], eventRoutes: ["ada@example.com"] });
});

test("an envelope with an odd channel leads to its address all the same", () => {
  const read = delivery(envelope({ emailAddress: "ada@example.com", channelId: 7 }));
  expect(read).toMatchObject({ eventRoutes: ["ada@example.com"] });
});

test.each([[{}], [null], [[]], [{ emailAddress: 7 }], ["text"]])(
  "an envelope that holds %j leads to nobody",
  (data) => {
    expect(delivery(envelope(data))).toEqual({ kind: "event", ignored: "no_address" });
  },
);
