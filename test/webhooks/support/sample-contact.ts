import { hubspotEvents } from "../../../lib/providers/hubspot/events.ts";
import { contactCreated } from "./genuine-requests.ts";
import type { Sample } from "./sample.ts";

export const contactSample: Sample = {
  source: hubspotEvents,
  content: { ...contactCreated, subscriptionType: "contact.propertyChange", propertyName: "phone" },
  essence: ["", "eventId", "subscriptionId", "portalId", "objectId", "occurredAt", "subscriptionType"],
  deciding: ["subscriptionType", "propertyName"],
};
