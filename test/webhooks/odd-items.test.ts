// Mails and calendar events that a worker fetches after a push, with something odd in place of each of their members.
import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { toEventActivity } from "../../lib/providers/calendar/activity.ts";
import { listChangesSince } from "../../lib/providers/calendar/api/event-changes.ts";
import { createOccurrenceReader } from "../../lib/providers/calendar/api/series.ts";
import { calendar } from "../../lib/providers/calendar/definition.ts";
import { toMailActivity } from "../../lib/providers/gmail/activity.ts";
import { readMessages } from "../../lib/providers/gmail/api.ts";
import { gmail } from "../../lib/providers/gmail/definition.ts";
import { toMessageView } from "../../lib/providers/gmail/message-view.ts";
import type { Activity } from "../../lib/webhooks/record-activity.ts";
import { recordActivity } from "../../lib/webhooks/record-activity.ts";
import { aConnection } from "../support/a-connection.ts";
import { listPlaces, oddValues, replaceAt } from "./support/odd-values.ts";
import { createContext } from "./support/process-event.ts";

const encode = (text: string) => Buffer.from(text).toString("base64url");
const mail = {
  id: "18c1",
  threadId: "18c0",
  labelIds: ["INBOX", "UNREAD"],
  snippet: "Could you",
  internalDate: "1800000000000",
  payload: {
    mimeType: "multipart/mixed",
    headers: [
      { name: "From", value: "Cleo <cleo@example.com>" },
      { name: "To", value: "ada@example.com" },
      { name: "Subject", value: "Slides" },
    ],
    parts: [
      {
        mimeType: "text/plain",
        headers: [{ name: "Content-Type", value: "text/plain; charset=utf-8" }],
        body: { size: 9, data: encode("Could you send the slides by Friday?") },
      },
      { mimeType: "application/pdf", filename: "a.pdf", body: { size: 9, attachmentId: "A1" } },
    ],
  },
};

const occurrence = {
  id: "e1_20261214",
  status: "cancelled",
  recurringEventId: "e1",
  etag: '"1"',
  originalStartTime: { dateTime: "2026-12-14T10:00:00+01:00", timeZone: "Europe/Berlin" },
};
const event = {
  id: "e1",
  status: "confirmed",
  summary: "Planning",
  description: "<p>Please <b>bring</b> the slides.</p>",
  location: "Room 1",
  htmlLink: "https://calendar.google.com/event?eid=1",
  created: "2026-11-29T10:00:00Z",
  updated: "2026-11-29T10:00:00Z",
  start: { dateTime: "2026-12-14T10:00:00+01:00", timeZone: "Europe/Berlin" },
  end: { dateTime: "2026-12-14T11:00:00+01:00" },
  organizer: { email: "cleo@example.com", displayName: "Cleo" },
  attendees: [
    { email: "ada@example.com", self: true, responseStatus: "needsAction" },
    { email: "room", resource: true },
  ],
  recurrence: ["RRULE:FREQ=WEEKLY"],
};

const connection = aConnection({ provider: "gmail", username: "ada@example.com" });

async function readMail(item: unknown): Promise<Activity | undefined> {
  const access = { provider: gmail, token: "t", fetch: async () => new Response(JSON.stringify(item) ?? "") };
  const [read] = await readMessages(access, ["18c1"], ({ message }) => message);
  if (read === undefined) return undefined;
  toMessageView(read);
  return toMailActivity(read, connection, 1_800_000_000);
}

async function readEvent(item: unknown): Promise<Activity | undefined> {
  const fetch = async (input: string | URL | Request) =>
    Response.json(String(input).includes("syncToken") ? { items: [item], nextSyncToken: "new" } : event);
  const access = { provider: calendar, token: "t", fetch };
  const { events } = await listChangesSince(access, "primary", "old");
  const [first] = await Promise.all(events.map(createOccurrenceReader(access, "primary", events)));
  return first && toEventActivity(first, { summary: "Ada", timeZone: "Europe/Berlin" }, connection, 1_800_000_000);
}

test.each([
  ["a mail", mail, readMail, ["", "id", "threadId"]],
  ["a calendar's event", event, readEvent, ["", "id"]],
  ["a deleted occurrence", occurrence, readEvent, ["", "id"]],
] as const)("%s is told, whatever stands in place of what it does not need", async (_, item, read, essence) => {
  const missing: string[] = [];
  for (const place of listPlaces(item)) {
    const path = place.join(".");
    for (const [name, value] of oddValues) {
      const activity = await read(replaceAt(item, place, value));
      if (activity !== undefined) await recordActivity(createContext(connection, 1_800_000_000), connection, activity);
      else if (!essence.some((one) => one === path)) missing.push(`${path} is ${name}`);
    }
  }
  expect(missing).toEqual([]);
});
