// Records what happened to a contact, for everybody who has connected its portal. Names and values are left out: an event has none of a
// contact's name, and what is erased for privacy need not be looked for here.
import { settleInBatches } from "../../concurrency.ts";
import { activeRecipients } from "../../webhooks/active-recipients.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { type Activity, recordActivity } from "../../webhooks/record-activity.ts";
import type { EventContext } from "../../webhooks/webhook-source.ts";

export type ContactChange = "created" | "changed" | "deleted" | "restored" | "merged" | "erased";

export interface ContactEvent {
  readonly change: ContactChange;
  readonly portalId: string;
  readonly objectId: string;
  /** Epoch milliseconds. */
  readonly occurredAt: number;
  readonly propertyName?: string | undefined;
  readonly changeSource?: string | undefined;
  readonly newObjectId?: string | undefined;
  readonly primaryObjectId?: string | undefined;
}

/** The properties that say something of a person, as people call them. Most others are calculated by HubSpot. */
const propertyNames: ReadonlyMap<string, string> = new Map([
  ["firstname", "first name"],
  ["lastname", "last name"],
  ["email", "address"],
  ["phone", "phone number"],
  ["mobilephone", "mobile number"],
  ["company", "company"],
  ["jobtitle", "job title"],
  ["address", "postal address"],
]);

/** A file may bring thousands of contacts: nobody wants to be told of each. */
const bulkSource = "IMPORT";

/** @throws DeliveryError `ignored` for a change that concerns nobody, or if no recipient has an active connection */
export async function recordContactActivity(context: EventContext, event: ContactEvent): Promise<void> {
  const isUnread = event.change === "changed" && !propertyNames.has(event.propertyName ?? "");
  if (isUnread || event.changeSource === bulkSource) throw new DeliveryError("ignored", "unused");
  const activity = toActivity(event);
  await settleInBatches(await activeRecipients(context), 10, (reader) => recordActivity(context, reader, activity));
}

function toActivity(event: ContactEvent): Activity {
  const { change, portalId, objectId, occurredAt, propertyName = "" } = event;
  return {
    key: ["contact", objectId, change, propertyName, occurredAt].join("#"),
    kind: "contact",
    category: "event",
    heading: describeChange(change, propertyNames.get(propertyName)),
    text: "",
    people: [],
    source: { url: toRecordUrl(portalId, findRemaining(event)), id: objectId },
    at: new Date(occurredAt),
    mentionsOwner: false,
  };
}

function describeChange(change: ContactChange, property = "record"): string {
  if (change === "changed") return `A contact's ${property} was changed`;
  const words = {
    created: "added",
    deleted: "deleted",
    restored: "restored",
    merged: "merged with another",
    erased: "erased",
  };
  return `A contact was ${words[change]}`;
}

/** The contact that can still be looked at. */
function findRemaining({ change, objectId, newObjectId, primaryObjectId }: ContactEvent): string | undefined {
  if (change === "merged") return newObjectId ?? primaryObjectId ?? objectId;
  return change === "deleted" || change === "erased" ? undefined : objectId;
}

/** A contact's page, or the list of all. */
const toRecordUrl = (portal: string, contact: string | undefined): string =>
  `https://app.hubspot.com/contacts/${portal}/${contact === undefined ? "objects/0-1" : `record/0-1/${contact}`}`;
