// The entries of HubSpot's batches: developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide
import * as z from "zod";
import { essential } from "../../parse-lenient.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { parseJsonBody, parsePayload } from "../../webhooks/parse-payload.ts";
import type { ParsedDelivery, WebhookSource } from "../../webhooks/webhook-source.ts";
import { type ContactChange, recordContactActivity } from "./activity.ts";

const id = () => z.union([z.int().nonnegative(), z.string().regex(/^\w{1,64}$/)]).transform(String);

/** One event. `subscriptionType` is `contact.creation`, or `object.creation` with the type of object beside it. */
export const contactEvent = () =>
  z.object({
    eventId: id(),
    subscriptionId: id(),
    portalId: id(),
    objectId: id(),
    /** Epoch milliseconds. */
    occurredAt: z.int().positive(),
    subscriptionType: z.string().regex(/^[A-Za-z]{1,64}\.[A-Za-z]{1,64}$/),
    objectTypeId: essential(z.string().optional()),
    propertyName: z.string().max(128).optional(),
    changeSource: z.string().max(64).optional(),
    /** Of a merge: the contact that is left. */
    newObjectId: id().optional(),
    primaryObjectId: id().optional(),
  });

const changes: ReadonlyMap<string, ContactChange> = new Map([
  ["creation", "created"],
  ["propertyChange", "changed"],
  ["deletion", "deleted"],
  ["restore", "restored"],
  ["merge", "merged"],
  ["privacyDeletion", "erased"],
]);

/** The type that HubSpot gives to contacts: developers.hubspot.com/docs/guides/crm/understanding-the-crm, "Object type IDs". */
const contactTypeId = "0-1";

export const hubspotEvents: WebhookSource = {
  provider: "hubspot",
  split(batch) {
    const entries = parseJsonBody(batch);
    if (!Array.isArray(entries)) throw new DeliveryError("invalid", "unexpected_shape");
    return entries.map((entry) => JSON.stringify(entry));
  },
  read({ body }): ParsedDelivery {
    const found = parsePayload(contactEvent(), parseJsonBody(body));
    const { eventId, subscriptionId, portalId, objectId, occurredAt, subscriptionType } = found;
    const [object, verb = ""] = subscriptionType.split(".");
    const isContact = object === "contact" || (object === "object" && found.objectTypeId === contactTypeId);
    const change = changes.get(verb);
    if (!isContact || change === undefined) return { kind: subscriptionType, ignored: "unknown" };
    return {
      kind: subscriptionType,
      // An event's id alone is not unique, and a repetition has another number of its attempt.
      dedupeKeys: [[portalId, subscriptionId, objectId, eventId, occurredAt].join("#")],
      eventRoutes: [portalId],
      changesCustomers: true,
      occurredAt: Math.floor(occurredAt / 1000),
      work: (context) => recordContactActivity(context, { ...found, change }),
    };
  },
};
