// POST /_sandbox/push of HubSpot: something happens to contacts of Ada's portal, and one batch tells of it.
import { z } from "zod";
import { createRefusal } from "../../command-refusal.ts";
import { deliverAll } from "../push/deliver.ts";
import { type Delivery, markUnheard } from "../push/deliveries.ts";
import { pushFields } from "../push/request.ts";
import type { State } from "../state.ts";
import { createObject, nextObjectId, type Portal, type Records, type StoredObject } from "./records.ts";
import { users } from "./seed.ts";
import { forgeries, signBatch } from "./signed-request.ts";

const eventTypes = [
  "contact.creation",
  "contact.propertyChange",
  "contact.deletion",
  "contact.merge",
  "contact.privacyDeletion",
] as const;

const pushSchema = z.strictObject({
  ...pushFields,
  event: z.enum(eventTypes),
  /** Whose portal it is. */
  from: z.enum(Object.keys(users)).default("ada"),
  /** An existing contact's id or last name; for a new one, its name is `text`. */
  contact: z.string().default("Hopper"),
  property: z.string().default("phone"),
  text: z.string().default("Mary Jackson"),
  /** How many entries the batch has; those after the first are of contacts with the following ids. */
  count: z.int().min(1).max(100).default(1),
  forge: z.enum(forgeries).optional(),
  /** Fields that are added to every entry or replace its fields. */
  payload: z.record(z.string(), z.unknown()).default({}),
  /** Instead of all this: the entries as they are sent. */
  entries: z.array(z.unknown()).max(100).optional(),
});
type PushRequest = z.output<typeof pushSchema>;

export interface Pusher {
  readonly state: State;
  readonly records: Records;
  readonly origin: string;
}

/** @throws a refusal when there is no such contact */
export async function pushEvent({ state, records, origin }: Pusher, body: unknown): Promise<readonly Delivery[]> {
  const request = pushSchema.parse(body);
  const user = users[request.from];
  if (!user) throw createRefusal(`There is no ${request.from}`);
  const entries = request.entries ?? createEntries(records.of(user), user.portal.id, request);
  const sent = await deliverAll(state, signBatch(state, origin, { ...request, entries }), request);
  const isHeard = state.grants
    .list()
    .some(({ account, revoked }) => !revoked && users[account]?.portal === user.portal);
  return isHeard ? sent : markUnheard(sent);
}

let lastEventId = 3_816_279_000;

function createEntries(portal: Portal, portalId: number, request: PushRequest): unknown[] {
  const { event, count, property, text, payload } = request;
  const first = Number(happen(portal, request).id);
  const change = event === "contact.propertyChange" ? { propertyName: property, propertyValue: text } : {};
  return Array.from({ length: count }, (_, at) =>
    describeEvent(portalId, event, first + at, { ...change, ...payload }),
  );
}

/** An event as HubSpot sends it. */
export function describeEvent(portalId: number, subscriptionType: string, objectId: number, more: object = {}) {
  lastEventId += 1;
  const ids = { eventId: lastEventId, subscriptionId: 25, portalId, appId: 54_321 };
  return {
    ...ids,
    occurredAt: Date.now(),
    subscriptionType,
    attemptNumber: 0,
    objectId,
    changeSource: "CRM_UI",
    ...more,
  };
}

function happen({ contacts }: Portal, { event, contact, property, text }: PushRequest): StoredObject {
  if (event === "contact.creation") {
    const [firstname = "", ...rest] = text.split(" ");
    const made = createObject(nextObjectId(contacts, 100), { firstname, lastname: rest.join(" ") });
    contacts.push(made);
    return made;
  }
  const found = contacts.find(({ id, properties }) => id === contact || properties.lastname === contact);
  const known = contacts.map(({ properties }) => properties.lastname).join(", ");
  if (!found) throw createRefusal(`There is no contact ${contact}; there are ${known}`);
  if (event === "contact.propertyChange") found.properties = { ...found.properties, [property]: text };
  else if (event !== "contact.merge") contacts.splice(contacts.indexOf(found), 1);
  return found;
}
