// Calendars and their events: the emulator knows neither changing an event nor what has changed since.
import { randomBytes } from "node:crypto";
import { accounts, seededEvents } from "./seed.ts";

export type Resource = Readonly<Record<string, unknown>> & { readonly id: string; readonly status: string };

export interface Calendar {
  readonly account: string;
  /** Grows with each change; `changed` of an event is its value then. */
  sequence: number;
  /** Sync tokens of an earlier generation are no longer good. */
  generation: number;
  readonly events: Map<string, { resource: Resource; changed: number }>;
}

export type Calendars = ReturnType<typeof createCalendars>;

export function createCalendars(origin: string, now: () => Date = () => new Date()) {
  const kept = new Map<string, Calendar>();

  function put(calendar: Calendar, resource: Resource): Resource {
    calendar.sequence += 1;
    const updated = now().toISOString();
    const stamped = { ...resource, etag: `"${calendar.sequence}${now().getTime()}"`, updated };
    calendar.events.set(resource.id, { resource: stamped, changed: calendar.sequence });
    return stamped;
  }

  const calendars = {
    /** The calendar a person means: the only one is the primary, whose id is the address. */
    find(account: string, id: string): Calendar | undefined {
      return id === "primary" || id === account ? kept.get(account) : undefined;
    },
    insert(calendar: Calendar, fields: Readonly<Record<string, unknown>>): Resource {
      return put(calendar, fresh(calendar.account, fields, origin, now()));
    },
    /** Replaces the fields given; the rest stays. */
    change: (calendar: Calendar, { id, ...old }: Resource, fields: Readonly<Record<string, unknown>>): Resource =>
      put(calendar, { ...old, ...fields, id, status: String(fields.status ?? old.status) }),
    /** A deleted event stays known, as cancelled. */
    remove(calendar: Calendar, { id, etag }: Resource): void {
      put(calendar, { kind: "calendar#event", etag, id, status: "cancelled" });
    },
    /** As if every sync token were too old. */
    forget(): void {
      for (const calendar of kept.values()) calendar.generation += 1;
    },
    reseed(): void {
      kept.clear();
      for (const { name } of accounts) {
        const calendar: Calendar = { account: name, sequence: 0, generation: 1, events: new Map() };
        kept.set(name, calendar);
        for (const event of seededEvents(name)) this.insert(calendar, event);
      }
    },
  };
  calendars.reseed();
  return calendars;
}

function fresh(email: string, fields: Readonly<Record<string, unknown>>, origin: string, now: Date): Resource {
  const id = typeof fields.id === "string" ? fields.id : freshId();
  const self = { email, self: true };
  return {
    kind: "calendar#event",
    created: now.toISOString(),
    creator: self,
    organizer: self,
    iCalUID: `${id}@google.com`,
    eventType: "default",
    htmlLink: `${origin}/calendar/event?eid=${Buffer.from(`${id} ${email}`).toString("base64url")}`,
    sequence: 0,
    ...fields,
    id,
    status: typeof fields.status === "string" ? fields.status : "confirmed",
  };
}

/** base32hex, as Google asks of ids. */
const freshId = (): string =>
  Array.from(randomBytes(26), (byte) => "0123456789abcdefghijklmnopqrstuv"[byte % 32]).join("");
