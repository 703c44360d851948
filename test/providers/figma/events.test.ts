import "../../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { figma } from "../../../lib/providers/figma/definition.ts";
import { figmaEvents } from "../../../lib/providers/figma/events.ts";
import type { Delivery } from "../../../lib/webhooks/webhook-source.ts";
import { createDelivery, figmaPayload, getDedupeKeys } from "../../webhooks/support/payloads.ts";

const link = "C".repeat(22);
const parseEvent = (over: Record<string, unknown> = {}, from: Partial<Delivery> = { link }) =>
  figmaEvents(figma).read(createDelivery(figmaPayload(over), from));
const claims = (...of: Parameters<typeof parseEvent>) => getDedupeKeys(parseEvent(...of));

test.each(["FILE_UPDATE", "FILE_VERSION_UPDATE", "FILE_DELETE", "LIBRARY_PUBLISH", "FILE_COMMENT"])(
  "%s is work for the connection its passcode was made for",
  (event_type) => {
    const occurredAt = Date.parse("2027-01-15T08:00:00Z") / 1000;
    expect(parseEvent({ event_type })).toMatchObject({ kind: event_type, eventRoutes: [link], occurredAt });
  },
);

test("a manually registered hook is identified by its id", () => {
  expect(parseEvent({}, {})).toMatchObject({ eventRoutes: ["webhook:22"] });
});

test("the id of a hook may be a number", () => {
  expect(claims({ webhook_id: 22 })).toEqual(claims());
});

test("a retry is the same event, though it counts itself", () => {
  expect(claims({ retries: 2 })).toEqual(claims());
});

test.each([
  ["hook", { webhook_id: "23" }],
  ["type", { event_type: "FILE_DELETE" }],
  ["time", { timestamp: "2027-01-15T08:00:01Z" }],
  ["file", { file_key: "other" }],
  ["comment", { comment_id: "7" }],
  ["kind of asset", { modified_styles: [{ key: "k", name: "n" }] }],
])("another %s is another event", (_, over) => {
  expect(claims(over)).not.toEqual(claims());
});

test.each([
  ["PING", "ping"],
  ["DEV_MODE_STATUS_UPDATE", "unknown"],
  ["DEV_MODE_2", "unknown"],
])("%s is ignored", (event_type, ignored) => {
  expect(parseEvent({ event_type })).toEqual({ kind: event_type, ignored });
});

test("an event of no file is unreadable", () => {
  expect(() => parseEvent({ file_key: undefined })).toThrow("unexpected_shape");
});

test("an event without a time of its own happened when it arrived", () => {
  expect(parseEvent({ timestamp: "yesterday" })).toMatchObject({ occurredAt: 1_800_000_000 });
});
