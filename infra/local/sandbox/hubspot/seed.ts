// HubSpot's demo data: two portals, each with its contacts. Values are strings, as HubSpot has them.

export type Properties = Readonly<Record<string, string | null>>;

export interface HubspotUser {
  readonly id: number;
  readonly email: string;
  readonly portal: Portal;
}

interface Portal {
  readonly id: number;
  readonly domain: string;
  readonly contacts: readonly Properties[];
}

const acme: Portal = {
  id: 62_515,
  domain: "acme-62515.hubspot.example",
  contacts: [
    {
      firstname: "Grace",
      lastname: "Hopper",
      phone: "(415) 555-1212",
      company: "Bright Dental",
      email: "grace@example.com",
    },
    { firstname: "Alan", lastname: "Turing", mobilephone: "+44 20 7946 0958", email: "alan@example.com" },
    { firstname: "Katherine", lastname: "O'Brien", phone: "+1 212-555-0147", email: "katherine@example.com" },
    { firstname: "Edsger", lastname: "Dijkstra", phone: "030 901820", mobilephone: "+49 151 23456789" },
    { firstname: "Radia", lastname: "Perlman", email: "radia@example.com" },
  ],
};

const globex: Portal = {
  id: 99_001,
  domain: "globex-99001.hubspot.example",
  contacts: [{ firstname: "Hank", lastname: "Scorpio", phone: "+1 415 555 9999", email: "hank@example.com" }],
};

/** Keyed by the account names of the consent page; Ada and Ada's colleague share a portal. */
export const users: Readonly<Record<string, HubspotUser>> = {
  ada: { id: 7_001, email: "ada@example.com", portal: acme },
  cleo: { id: 7_002, email: "cleo@example.com", portal: acme },
  ben: { id: 7_003, email: "ben@example.com", portal: globex },
};
