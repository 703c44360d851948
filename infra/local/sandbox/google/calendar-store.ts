// Stores calendars and events. The emulator's calendar is not used: it supports neither updates of events nor sync tokens.
import { randomBytes } from "node:crypto";
import { accounts, buildCalendars, teamCalendar } from "./seed.ts";

export type Resource = Readonly<Record<string, unknown>> & { readonly id: string; readonly status: string };

export interface Calendar {
  readonly account: string;
  /** The calendar's entry in the user's list. */
  readonly entry: Readonly<Record<string, unknown>> & {
    readonly id: string;
    readonly timeZone: string;
    readonly accessRole: string;
  };
  /** Incremented by each change; an event's `changed` is its value at the event's last change. */
  sequence: number;
  /** Sync tokens of an earlier generation are invalid. */
  generation: number;
  readonly events: Map<string, { resource: Resource; changed: number }>;
}

export type Calendars = ReturnType<typeof createCalendars>;

export function createCalendars(origin: string, now: () => Date = () => new Date()) {
  let allCalendars: Calendar[] = [];

  function put(calendar: Calendar, resource: Resource): Resource {
    calendar.sequence += 1;
    const updated = now().toISOString();
    const stamped = { ...resource, etag: `"${calendar.sequence}${now().getTime()}"`, updated };
    calendar.events.set(resource.id, { resource: stamped, changed: calendar.sequence });
    return stamped;
  }

  const calendars = {
    of: (account: string): readonly Calendar[] => allCalendars.filter((calendar) => calendar.account === account),
    /** Finds a user's calendar by its id or `primary`; the primary's id is the user's address. */
    find(account: string, id: string): Calendar | undefined {
      const calendarId = id === "primary" ? account : id;
      return this.of(account).find(({ entry }) => entry.id === calendarId);
    },
    insert(calendar: Calendar, fields: Readonly<Record<string, unknown>>): Resource {
      return put(calendar, createResource(calendar, fields, origin, now()));
    },
    /** Replaces the given fields and keeps the others. */
    change: (calendar: Calendar, { id, ...old }: Resource, fields: Readonly<Record<string, unknown>>): Resource =>
      put(calendar, { ...old, ...fields, id, status: String(fields.status ?? old.status) }),
    /** Keeps a deleted event as `cancelled`; an event of a series keeps its original time. */
    remove(calendar: Calendar, { id, etag, recurringEventId, originalStartTime }: Resource): void {
      const place = recurringEventId === undefined ? {} : { recurringEventId, originalStartTime };
      put(calendar, { kind: "calendar#event", etag, id, status: "cancelled", ...place });
    },
    /** Makes all sync tokens too old. */
    forget(): void {
      for (const calendar of allCalendars) calendar.generation += 1;
    },
    reseed(): void {
      allCalendars = [];
      for (const { name: account } of accounts) {
        for (const { events, ...entry } of buildCalendars(account)) {
          const calendar: Calendar = { account, entry, sequence: 0, generation: 1, events: new Map() };
          allCalendars.push(calendar);
          for (const event of events) this.insert(calendar, event);
        }
      }
      allCalendars.push(...createTeamCalendars());
    },
  };
  calendars.reseed();
  return calendars;
}

/** The team's calendar in the list of each person who has it. Their entries differ, the events are the same. */
function createTeamCalendars(): Calendar[] {
  const { owner, readers, ...facts } = teamCalendar;
  const entry = { ...facts, accessRole: "owner" };
  const own: Calendar = { account: owner, entry, sequence: 0, generation: 1, events: new Map() };
  const shared = readers.map((account) => ({
    account,
    entry: { ...entry, accessRole: "reader" },
    events: own.events,
    get sequence() {
      return own.sequence;
    },
    set sequence(value) {
      own.sequence = value;
    },
    get generation() {
      return own.generation;
    },
    set generation(value) {
      own.generation = value;
    },
  }));
  return [own, ...shared];
}

function createResource(
  { account: email, entry }: Calendar,
  fields: Readonly<Record<string, unknown>>,
  origin: string,
  now: Date,
): Resource {
  const id = typeof fields.id === "string" ? fields.id : createId();
  const organizer = { email: entry.id, self: true };
  return {
    kind: "calendar#event",
    created: now.toISOString(),
    creator: { email, ...(entry.id === email ? { self: true } : {}) },
    organizer,
    iCalUID: `${id}@google.com`,
    eventType: "default",
    htmlLink: `${origin}/calendar/event?eid=${Buffer.from(`${id} ${email}`).toString("base64url")}`,
    sequence: 0,
    ...fields,
    id,
    status: typeof fields.status === "string" ? fields.status : "confirmed",
  };
}

/** base32hex, as Google requires of ids. */
const createId = (): string =>
  Array.from(randomBytes(26), (byte) => "0123456789abcdefghijklmnopqrstuv"[byte % 32]).join("");
