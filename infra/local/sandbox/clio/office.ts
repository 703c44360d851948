// What a law office has in the Clio sandbox: contacts, communications and webhooks.

export const users = {
  ada: { id: 5_001, name: "Ada Lovelace", email: "ada@example.com" },
  ben: { id: 5_002, name: "Ben Barres", email: "ben@example.com" },
} as const;

export interface Contact {
  readonly id: number;
  readonly type: "Person" | "Company";
  readonly first_name: string | null;
  readonly last_name: string | null;
  name: string;
  readonly primary_email_address: string | null;
  /** As somebody typed it. */
  readonly primary_phone_number: string | null;
  readonly company: string | null;
  etag: string;
  updated_at: string;
}

export interface Communication {
  readonly id: number;
  readonly [field: string]: unknown;
}

export interface Webhook {
  readonly id: number;
  readonly account: string;
  url: string;
  readonly model: string;
  readonly fields: readonly string[];
  readonly events: readonly string[];
  readonly shared_secret: string;
  status: "pending" | "enabled" | "suspended";
  expires_at: string;
}

// biome-ignore format: a table is read by its columns
const seed = [
  [8_001, "Person",  "Grace",  "Hopper",   "grace@example.com",  "(415) 555-0123",   "Compilers Inc."],
  [8_002, "Person",  "Edsger", "Dijkstra", "edsger@example.com", "+31 20 123 4567",  null],
  [8_003, "Person",  "Zoë",    "D'Arcy",   "zoe@example.com",    "469-555-5555",     null],
  [8_004, "Company", null,     null,       null,                 "1 (800) 555-0199", null],
] as const;

export type Office = ReturnType<typeof createOffice>;

export function createOffice() {
  const contacts = new Map<number, Contact>();
  const communications = new Map<number, Communication>();
  const webhooks = new Map<number, Webhook>();
  const clear = () => {
    communications.clear();
    webhooks.clear();
    contacts.clear();
    for (const [id, type, first_name, last_name, email, phone, company] of seed)
      contacts.set(id, {
        ...{
          id,
          type,
          first_name,
          last_name,
          company,
          name: [first_name, last_name].filter(Boolean).join(" ") || "Acme Legal",
        },
        ...{
          primary_email_address: email,
          primary_phone_number: phone,
          etag: `"${id}"`,
          updated_at: new Date().toISOString(),
        },
      });
  };
  clear();
  return {
    contacts,
    communications,
    webhooks,
    clear,
    /** For the control API. */
    list: () => ({
      contacts: [...contacts.values()],
      communications: [...communications.values()],
      webhooks: [...webhooks.values()],
    }),
  };
}
