// developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide
import * as z from "zod";
import type { EventExample, WebhookExamples } from "../../webhooks/webhook-examples.ts";
import { contactEvent } from "./events.ts";

function describeEvent(name: string, about: string, more: object = {}): EventExample {
  return {
    name,
    about,
    schema: contactEvent().extend({ subscriptionType: z.literal(name) }),
    body: {
      eventId: 3_816_279_340,
      subscriptionId: 25,
      portalId: 62_515,
      appId: 54_321,
      occurredAt: 1_795_845_600_000,
      subscriptionType: name,
      attemptNumber: 0,
      objectId: 101,
      changeSource: "CRM_UI",
      ...more,
    },
  };
}

const property = { propertyName: "phone", propertyValue: "+1 415 555 1212" };
const merge = { primaryObjectId: 101, mergedObjectIds: [102], newObjectId: 103, numberOfPropertiesMoved: 3 };

export const webhookExamples: WebhookExamples = {
  isList: true,
  headers: [
    {
      name: "X-HubSpot-Signature-v3",
      about: "The Base64 of the HMAC-SHA256 of method, address, body and timestamp under the client's secret.",
      required: true,
      example: "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=",
    },
    {
      name: "X-HubSpot-Request-Timestamp",
      about: "Epoch milliseconds; five minutes off on either side at most.",
      required: true,
      example: "1795845600000",
    },
  ],
  events: [
    describeEvent("contact.creation", "A contact was added.", { changeFlag: "NEW" }),
    describeEvent("contact.propertyChange", "A contact's name, number or the like changed.", property),
    describeEvent("contact.deletion", "A contact was deleted."),
    describeEvent("contact.restore", "A deleted contact is there again."),
    describeEvent("contact.merge", "Contacts became one.", merge),
    describeEvent("contact.privacyDeletion", "A contact was erased for privacy."),
    describeEvent("object.creation", "The same events under the name that all objects share.", { objectTypeId: "0-1" }),
  ],
};
