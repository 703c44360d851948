// Ids and names that exist at the sandbox providers.
import * as z from "zod";
import type { Browser } from "../../support/api.ts";
import type { KnownValue } from "./for-the-fuzzer.ts";

const listing = z.array(z.record(z.string(), z.unknown()));

export async function readKnownNames(user: Browser): Promise<KnownValue[]> {
  const [channels, messages, threads, calendars, events] = await Promise.all([
    readIds(user, "/api/v2/slack/channels", "channels"),
    readIds(user, "/api/v2/gmail/messages", "messages"),
    readIds(user, "/api/v2/gmail/messages", "messages", "threadId"),
    readIds(user, "/api/v2/calendar/calendars", "calendars"),
    readIds(user, "/api/v2/calendar/events", "events"),
  ]);
  const found: KnownValue[] = [
    { path: /slack/, name: "id", values: channels },
    { path: /slack/, name: "channel", values: channels },
    { path: /gmail\/messages/, name: "id", values: messages },
    { path: /gmail\/threads/, name: "id", values: threads },
    { path: /calendar/, name: "calendarId", values: calendars },
    { path: /calendar\/events/, name: "id", values: events },
    { path: /figma/, name: "fileKey", values: ["FigHome000000000000001"] },
    { path: /figma/, name: "teamId", values: ["1001"] },
    { path: /figma/, name: "ids", values: ["1:10"] },
    { path: /github/, name: "number", values: [1] },
    ...wellFormed,
    ...(await readRepositories(user)),
  ];
  const empty = found.filter(({ values }) => values.length === 0);
  if (empty.length > 0) throw new Error(`The sandbox has none of these: ${empty.map(({ path }) => path).join(", ")}`);
  return found;
}

async function readIds(user: Browser, path: string, member: string, name = "id"): Promise<unknown[]> {
  const { json, status, text } = await user.get(path);
  const listed = listing.safeParse(z.record(z.string(), z.unknown()).safeParse(json).data?.[member]);
  if (!listed.success) throw new Error(`${path} answered ${status}: ${text}`);
  return listed.data.slice(0, 3).map((one) => one[name]);
}

const mail = ["ada@example.com"];

/** Well-formed values that no generator finds. */
const wellFormed: readonly KnownValue[] = [
  { path: /gmail/, name: "to", values: mail },
  { path: /gmail/, name: "subject", values: ["Sketches"] },
  { path: /gmail/, name: "cc", values: mail },
  { path: /gmail/, name: "bcc", values: mail },
  { path: /calendar/, name: "start", values: [{ dateTime: "2030-01-01T10:00:00Z" }] },
  { path: /calendar/, name: "end", values: [{ dateTime: "2030-01-01T11:00:00Z" }] },
  { path: /calendar/, name: "timeZone", values: ["Europe/Berlin"] },
  { path: /calendar/, name: "recurrence", values: [["RRULE:FREQ=DAILY;COUNT=2"]] },
  { path: /slack\/files/, name: "content", values: ["aGVsbG8="] },
  { path: /slack\/files/, name: "file", values: ["aGVsbG8="] },
  { path: /slack\/files/, name: "filename", values: ["hello.txt"] },
  { path: /slack\/task/, name: "task", values: ["Review the sketches"] },
  { path: /slack\/project/, name: "status", values: ["in review"] },
  { path: /slack\/project/, name: "message", values: ["The sketches are done"] },
];

const repository = z.object({ full_name: z.string() });

async function readRepositories(user: Browser): Promise<KnownValue[]> {
  const { json } = await user.get("/api/integrations/github/repositories");
  const [first] = z.object({ repositories: z.array(repository) }).parse(json).repositories;
  const [owner = "", repo = ""] = first?.full_name.split("/") ?? [];
  return [
    { path: /github/, name: "owner", values: [owner] },
    { path: /github/, name: "repo", values: [repo] },
  ];
}
