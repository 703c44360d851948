// Google's demo data: two users with mails and calendars.
import { sandboxClient } from "../state.ts";

/** `sub` is fixed; the emulator's own user ids change with each start. */
export const accounts = [
  { name: "ada@example.com", label: "Ada Example (ada@example.com)", sub: "100000000000000000001", given: "Ada" },
  { name: "ben@example.com", label: "Ben Example (ben@example.com)", sub: "100000000000000000002", given: "Ben" },
] as const;

/** The emulator's token with which the sandbox acts as a mailbox's owner. */
export const adminToken = (account: string) => `sandbox-insider-${account}`;

const hour = 3_600_000;

export function buildEmulatorSeed(now: number = Date.now()): Record<string, unknown> {
  const { id, secret } = sandboxClient("google");
  const insiders = accounts.map(({ name }) => [adminToken(name), { login: name, scopes: [] }]);
  return {
    tokens: Object.fromEntries(insiders),
    google: {
      users: accounts.map(({ name, given }) => ({ email: name, name: `${given} Example` })),
      oauth_clients: [{ client_id: id, client_secret: secret, name: "Patchbay", redirect_uris: [] }],
      messages: accounts.flatMap(({ name, given }) => buildMails(name, given, now)),
    },
  };
}

function buildMails(owner: string, given: string, now: number) {
  const person = given.toLowerCase();
  return [
    {
      id: `msg_${person}_review`,
      thread_id: `thr_${person}_review`,
      user_email: owner,
      from: "Cleo <cleo@example.com>",
      to: owner,
      subject: "Review before Friday",
      body_text: "Could you review the pricing page before Friday?",
      label_ids: ["INBOX", "UNREAD"],
      date: new Date(now - hour).toISOString(),
    },
    {
      id: `msg_${person}_invoice`,
      thread_id: `thr_${person}_invoice`,
      user_email: owner,
      from: "Billing <billing@example.com>",
      to: owner,
      subject: "Invoice 1042",
      body_text: "Your invoice is attached. Please pay it by the end of the month.",
      label_ids: ["INBOX"],
      date: new Date(now - 24 * hour).toISOString(),
    },
  ];
}

/** A calendar that belongs to Ben and is shared with Ada, who may only read it: both see the same events. */
export const teamCalendar = {
  id: "team.example@group.calendar.google.com",
  summary: "Team",
  timeZone: "Europe/Berlin",
  backgroundColor: "#f6bf26",
  owner: "ben@example.com",
  readers: ["ada@example.com"],
} as const;

/** A user's calendars: the main one, a second one of their own, and a read-only one. */
export function buildCalendars(owner: string, now: number = Date.now()) {
  return [
    {
      id: owner,
      summary: owner,
      primary: true,
      timeZone: "UTC",
      accessRole: "owner",
      backgroundColor: "#9fe1e7",
      events: buildEvents(owner, now),
    },
    {
      id: `${owner.split("@")[0]}.projects@group.calendar.google.com`,
      summary: "Projects",
      timeZone: "UTC",
      accessRole: "owner",
      backgroundColor: "#d06b64",
      events: [],
    },
    {
      id: "en.example#holiday@group.v.calendar.google.com",
      summary: "Holidays in Exampleland",
      description: "Holidays and observances in Exampleland",
      timeZone: "Europe/Berlin",
      accessRole: "reader",
      backgroundColor: "#16a765",
      events: buildHolidays(now),
    },
  ];
}

function buildHolidays(now: number) {
  const day = (days: number) => ({ date: new Date(now + days * 24 * hour).toISOString().slice(0, 10) });
  const next = { id: "evt_holiday_next", summary: "Exampleland Day", start: day(7), end: day(8) };
  const week = { id: "evt_holiday_week", summary: "Week of Examples", start: day(14), end: day(21) };
  return [next, week].map((holiday) => ({ ...holiday, transparency: "transparent" }));
}

/** A user's events, in the form that Calendar's insert takes. */
function buildEvents(owner: string, now: number) {
  const given = accounts.find(({ name }) => name === owner)?.given ?? "";
  const event = (id: string, summary: string, startsIn: number) => ({
    id: `evt_${given.toLowerCase()}_${id}`,
    summary,
    start: { dateTime: new Date(now + startsIn).toISOString(), timeZone: "UTC" },
    end: { dateTime: new Date(now + startsIn + hour).toISOString(), timeZone: "UTC" },
    attendees: [{ email: owner, displayName: given, self: true }],
  });
  return [event("standup", "Standup", 2 * hour), event("planning", "Quarterly planning", 48 * hour)];
}
