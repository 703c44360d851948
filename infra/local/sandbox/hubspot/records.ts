// HubSpot's objects as tables: contacts and calls of each portal.
import { type HubspotUser, type Properties, users } from "./seed.ts";

export interface StoredObject {
  readonly id: string;
  properties: Properties;
  readonly associations: { readonly to: string; readonly type: number }[];
}

export type ObjectType = "contacts" | "calls";
export type Portal = Readonly<Record<ObjectType, StoredObject[]>>;
export type Records = ReturnType<typeof createRecords>;

export function createRecords() {
  let portals = seedPortals();
  return {
    of: ({ portal }: HubspotUser): Portal => portals.get(portal.id) ?? { contacts: [], calls: [] },
    list: () => Object.fromEntries(portals),
    reseed(): void {
      portals = seedPortals();
    },
  };
}

const firstContactId = 101;

function seedPortals(): ReadonlyMap<number, Portal> {
  const portals = Object.values(users).map(({ portal }) => portal);
  return new Map(
    portals.map(({ id, contacts }) => [
      id,
      { contacts: contacts.map((one, index) => createObject(String(firstContactId + index), one)), calls: [] },
    ]),
  );
}

export const createObject = (id: string, properties: Properties): StoredObject => ({
  id,
  properties,
  associations: [],
});

export const nextObjectId = (objects: readonly StoredObject[], first: number): string =>
  String(Math.max(first, ...objects.map(({ id }) => Number(id))) + 1);

/** The numbers as HubSpot's search has them: digits without the country code. */
export const withSearchableNumbers = (properties: Properties): Properties => ({
  ...properties,
  hs_searchable_calculated_phone_number: toSearchable(properties.phone),
  hs_searchable_calculated_mobile_number: toSearchable(properties.mobilephone),
});

const countryCodes = /^\+(?:1|44|49|33)/;
const toSearchable = (phone: string | null | undefined): string | null =>
  phone ? phone.replace(countryCodes, "").replaceAll(/\D/g, "") : null;
