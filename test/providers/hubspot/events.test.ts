import "../../http/lambda-environment.ts";
import { describe, expect, test } from "vitest";
import { hubspotEvents } from "../../../lib/providers/hubspot/events.ts";
import { aConnection } from "../../support/a-connection.ts";
import { contactCreated } from "../../webhooks/support/genuine-requests.ts";
import { createDelivery, getDedupeKeys } from "../../webhooks/support/payloads.ts";
import { processEvent } from "../../webhooks/support/process-event.ts";

const read = (over: object = {}) => hubspotEvents.read(createDelivery({ ...contactCreated, ...over }));
const keys = (over: object = {}) => getDedupeKeys(read(over));
const connection = aConnection({ provider: "hubspot", accountId: "62515" });
const process = (over: object = {}) =>
  processEvent(hubspotEvents, createDelivery({ ...contactCreated, ...over }), connection);

test("an event goes to the people of its portal, at the time when it happened", () => {
  expect(read()).toMatchObject({
    kind: "contact.creation",
    eventRoutes: ["62515"],
    occurredAt: 1_795_845_600,
  });
});

test("an event that is sent again is the same, whatever its attempt's number is", () => {
  expect(keys({ attemptNumber: 3 })).toEqual(keys());
});

test.each(["eventId", "subscriptionId", "portalId", "objectId", "occurredAt"])(
  "an event with another %s is another one",
  (name) => {
    expect(keys({ [name]: 1_795_845_600_001 })).not.toEqual(keys());
  },
);

test("the parts of its identity cannot be taken for one another", () => {
  expect(keys({ eventId: "1", objectId: "23" })).not.toEqual(keys({ eventId: "12", objectId: "3" }));
});

describe("what happened to a contact", () => {
  test.each([
    ["contact.creation", {}, "A contact was added", "record/0-1/123"],
    ["object.creation", { objectTypeId: "0-1" }, "A contact was added", "record/0-1/123"],
    ["contact.propertyChange", { propertyName: "phone" }, "A contact's phone number was changed", "record/0-1/123"],
    ["contact.deletion", {}, "A contact was deleted", "objects/0-1"],
    ["contact.restore", {}, "A contact was restored", "record/0-1/123"],
    ["contact.merge", { newObjectId: 9 }, "A contact was merged with another", "record/0-1/9"],
    ["contact.merge", { primaryObjectId: 8 }, "A contact was merged with another", "record/0-1/8"],
    ["contact.privacyDeletion", {}, "A contact was erased", "objects/0-1"],
  ])("is told for %s %j", async (subscriptionType, more, title, page) => {
    const { outcome, recorded } = await process({ subscriptionType, ...more });
    expect(outcome).toBe("processed");
    expect(recorded).toMatchObject([
      { kind: "contact", title, source: { id: "123", url: `https://app.hubspot.com/contacts/62515/${page}` } },
    ]);
  });

  test.each([
    ["a property that HubSpot calculates", { subscriptionType: "contact.propertyChange", propertyName: "hs_score" }],
    ["a property without a name", { subscriptionType: "contact.propertyChange" }],
    ["a file that is imported", { changeSource: "IMPORT" }],
  ])("is not told for %s", async (_, over) => {
    expect(await process(over)).toEqual({ outcome: "ignored: unused", recorded: [] });
  });
});

test.each([
  { subscriptionType: "company.creation" },
  { subscriptionType: "object.creation", objectTypeId: "0-2" },
  { subscriptionType: "object.creation" },
  { subscriptionType: "contact.associationChange" },
  { subscriptionType: "constructor.toString" },
])("%j concerns nobody", (over) => {
  expect(read(over)).toMatchObject({ ignored: "unknown" });
});

test.each([
  ["no object", { objectId: undefined }],
  ["no portal", { portalId: null }],
  ["an odd portal", { portalId: "62515#1" }],
  ["a time that is none", { occurredAt: "yesterday" }],
  ["an odd type", { subscriptionType: "contact" }],
])("an entry with %s is invalid", async (_, over) => {
  expect((await process(over)).outcome).toBe("invalid: unexpected_shape");
});

describe("a batch", () => {
  const split = (text: string) => hubspotEvents.split?.(Buffer.from(text));

  test("is split into its entries, whatever they are", () => {
    expect(split(JSON.stringify([contactCreated, 7, null]))).toEqual([JSON.stringify(contactCreated), "7", "null"]);
  });

  test.each(["{}", "nonsense", '"a"'])("that is none is invalid: %s", (text) => {
    expect(() => split(text)).toThrow(expect.objectContaining({ kind: "invalid" }));
  });
});
