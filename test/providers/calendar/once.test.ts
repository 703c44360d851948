// An event is created once, even when Google's answer is lost.
import "../../http/lambda-environment.ts";
import { beforeEach, expect, test } from "vitest";
import { Problem } from "../../../lib/errors.ts";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { deriveEventId } from "../../../lib/providers/calendar/api/event-id.ts";
import { eventChange, newEvent } from "../../../lib/providers/calendar/api/event-input.ts";
import { eventQuery, listEvents, readEvent } from "../../../lib/providers/calendar/api/events.ts";
import { createEvent, deleteEvent, updateEvent } from "../../../lib/providers/calendar/api/write-events.ts";
import { calendar } from "../../../lib/providers/calendar/definition.ts";
import { connectGoogle } from "../../infra/local/sandbox/google-account.ts";
import { useProvider } from "../../infra/local/sandbox/provider.ts";
import { withOrigin } from "../support/with-origin.ts";

const google = useProvider("google");
const path = "/calendar/v3/calendars/primary/events";
const event = newEvent.parse({
  summary: "Only once",
  start: { dateTime: "2026-12-01T09:00:00Z" },
  end: { dateTime: "2026-12-01T10:00:00Z" },
});
const id = deriveEventId(["ada", "key-1"]);
let token = "";

beforeEach(async () => {
  token = await connectGoogle(google, "calendar");
});

const access = () => ({ provider: withOrigin(calendar, google.url("/").slice(0, -1)), token, fetch });
const listMade = async () => (await listEvents(access(), eventQuery.parse({ q: "only once" }))).events;
const outcome = async (work: Promise<unknown>) => {
  const error = await work.then(() => undefined).catch((thrown: unknown) => thrown);
  return error instanceof Problem ? error.code : (findProviderError(error)?.kind ?? "done");
};
const lost = [{ drop: true }, { status: 503, body: "" }, { status: 500, body: "<html>" }] as const;

test.each(lost)("with an id, the request is repeated when the answer is lost by %j after the work", async (how) => {
  await google.script({ method: "POST", path, workFirst: true, ...how });
  expect(await createEvent(access(), "primary", event, id)).toMatchObject({ id, summary: "Only once" });
  expect(await listMade()).toHaveLength(1);
});

test.each(lost)("with an id, a request that is lost by %j before the work is sent again", async (how) => {
  await google.script({ method: "POST", path, ...how });
  expect(await createEvent(access(), "primary", event, id)).toMatchObject({ id });
  expect(await listMade()).toHaveLength(1);
});

test("with an id, a response lost twice means an unknown outcome", async () => {
  await google.script({ method: "POST", path, workFirst: true, drop: true, times: 2 });
  expect(await outcome(createEvent(access(), "primary", event, id))).toBe("unknown");
  expect(await listMade()).toHaveLength(1);
});

test.each(lost)(
  "without an id, a response lost by %j means an unknown outcome, and nothing is sent again",
  async (how) => {
    await google.script({ method: "POST", path, workFirst: true, ...how });
    expect(await outcome(createEvent(access(), "primary", event))).toBe("unknown");
    expect(await listMade()).toHaveLength(1);
  },
);

test("a second request under the id is answered as the first one was", async () => {
  const first = await createEvent(access(), "primary", event, id);
  expect(await createEvent(access(), "primary", event, id)).toEqual(first);
  expect(await listMade()).toHaveLength(1);
});

test("a deleted event is not created again under its id", async () => {
  await createEvent(access(), "primary", event, id);
  await deleteEvent(access(), { calendarId: "primary", id });
  expect(await outcome(createEvent(access(), "primary", event, id))).toBe("conflict");
  expect(await listMade()).toEqual([]);
});

test("deleting twice succeeds, and so does deleting what never existed", async () => {
  const at = { calendarId: "primary", id };
  await createEvent(access(), "primary", event, id);
  for (const place of [at, at, { ...at, id: "neverwas" }]) await deleteEvent(access(), place);
  expect(await readEvent(access(), at)).toMatchObject({ status: "cancelled" });
});

test("of two changes to one version, one succeeds", async () => {
  const { etag = "" } = await createEvent(access(), "primary", event, id);
  const change = (summary: string) =>
    outcome(updateEvent(access(), { calendarId: "primary", id }, eventChange.parse({ summary }), etag));
  expect([await change("First"), await change("Second")]).toEqual(["done", "conflict"]);
  expect(await readEvent(access(), { calendarId: "primary", id })).toMatchObject({ summary: "First" });
});
