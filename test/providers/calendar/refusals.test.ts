// Calendar's refusals, and our answers to the caller.
import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { Problem } from "../../../lib/errors.ts";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { listCalendars } from "../../../lib/providers/calendar/api/calendars.ts";
import { eventChange, newEvent } from "../../../lib/providers/calendar/api/event-input.ts";
import { eventQuery, listEvents, readEvent } from "../../../lib/providers/calendar/api/events.ts";
import { createEvent, deleteEvent, updateEvent } from "../../../lib/providers/calendar/api/write-events.ts";
import { calendar } from "../../../lib/providers/calendar/definition.ts";
import { answer, answerEndlessly, json, type Play, reset, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
});

const access = { provider: withOrigin(calendar, end.url), token: "t-1", fetch };
const times = { start: { dateTime: "2026-12-01T09:00:00Z" }, end: { dateTime: "2026-12-01T10:00:00Z" } };
const event = newEvent.parse({ summary: "Planning", ...times, sendUpdates: "all" });
const at = { calendarId: "en.x#holiday@example.com", id: "evt_1" };

const calls = {
  calendars: () => listCalendars(access, {}),
  "calendars page": () => listCalendars(access, { pageToken: "p" }),
  list: () => listEvents(access, eventQuery.parse({})),
  "list page": () => listEvents(access, eventQuery.parse({ pageToken: "p" })),
  read: () => readEvent(access, at),
  create: () => createEvent(access, "primary", event),
  change: () => updateEvent(access, at, eventChange.parse({ summary: "x" }), '"1"'),
  delete: () => deleteEvent(access, at, "none", '"1"'),
} as const;
type Name = keyof typeof calls;
const names = Object.keys(calls) as Name[];
const writes = ["create", "change", "delete"] as const;

/** "invalid_request end" for a problem and its field, "rate" for a failure. */
async function getOutcome(name: Name, play: Play): Promise<string> {
  end.play = play;
  const error = await calls[name]().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem)) return findProviderError(error)?.kind ?? "done";
  expect(error.message).not.toContain("text-of-google");
  return [error.code, error.members.field].filter(Boolean).join(" ");
}

const refusal = (status: number, reason?: string, location?: string) => {
  const message = "text-of-google";
  const errors = reason === undefined ? [] : [{ domain: "calendar", reason, message, ...(location && { location }) }];
  return json({ error: { code: status, message, errors } }, status);
};

test.each(["constructor", "__proto__", "toString"])("a reason %s is none that is known", async (reason) => {
  expect(await getOutcome("change", refusal(403, reason))).toBe("scope");
});

test.each(names.flatMap((name) => [401, 404, 410, 429].map((status) => [name, status] as const)))(
  "%s tells a %i in classes",
  async (name, status) => {
    const expected = { 401: "token", 404: "absent", 410: "absent", 429: "rate" }[status];
    const isGone = name === "delete" && expected === "absent";
    expect(await getOutcome(name, refusal(status, "notFound"))).toBe(isGone ? "done" : expected);
    expect(end.requests).toHaveLength(1);
  },
);

test.each<[Name, number, string | undefined, string | undefined, string]>([
  ["calendars page", 400, "invalid", "pageToken", "invalid_request pageToken"],
  ["list page", 400, "invalid", "pageToken", "invalid_request pageToken"],
  ["list page", 400, "invalid", undefined, "invalid_request pageToken"],
  ["list page", 400, undefined, undefined, "permanent"],
  ["list", 400, "invalid", "timeMin", "invalid_request timeMin"],
  ["list", 400, "invalid", "x<y>", "permanent"],
  ["list", 400, "timeRangeEmpty", "timeMax", "invalid_request timeMax"],
  ["create", 400, "timeRangeEmpty", undefined, "invalid_request end"],
  ["change", 400, "timeRangeEmpty", undefined, "invalid_request end"],
  ["create", 400, "invalid", "attendees", "invalid_request attendees"],
  ["create", 400, "invalid", "start.timeZone", "invalid_request start"],
  ["create", 400, "required", undefined, "invalid_request body"],
  ["create", 400, undefined, undefined, "permanent"],
  ["change", 412, "conditionNotMet", "If-Match", "conflict"],
  ["delete", 412, "conditionNotMet", "If-Match", "conflict"],
  ["change", 409, undefined, undefined, "conflict"],
  ["change", 403, "forbiddenForNonOrganizer", undefined, "forbidden"],
  ["create", 403, "requiredAccessLevel", undefined, "forbidden"],
  ["create", 403, "forbidden", undefined, "forbidden"],
  ["list", 403, "notACalendarUser", undefined, "forbidden"],
  ["create", 403, "calendarUsageLimitsExceeded", undefined, "rate"],
  ["create", 403, "rateLimitExceeded", undefined, "rate"],
  ["list", 403, "userRateLimitExceeded", undefined, "rate"],
  ["list", 403, "quotaExceeded", undefined, "rate"],
  ["list", 403, "accessNotConfigured", undefined, "config"],
  ["create", 403, "insufficientPermissions", undefined, "scope"],
  ["read", 403, undefined, undefined, "scope"],
])("%s tells a %i for %s at %s as %s", async (name, status, reason, location, expected) => {
  expect(await getOutcome(name, refusal(status, reason, location))).toBe(expected);
});

test.each([
  ["calendars", "https://www.googleapis.com/auth/calendar.calendarlist.readonly"],
  ["create", "https://www.googleapis.com/auth/calendar.events"],
] as const)("%s names the permission that is missing", async (name, scope) => {
  end.play = refusal(403, "insufficientPermissions");
  const error = await calls[name]().catch((thrown: unknown) => thrown);
  expect(findProviderError(error)).toMatchObject({ kind: "scope", missingScopes: [scope] });
});

test("a limit of hours asks to wait for one unless it says how long", async () => {
  end.play = refusal(403, "calendarUsageLimitsExceeded");
  expect(findProviderError(await calls.create().catch((thrown: unknown) => thrown))).toMatchObject({
    retryAfterSeconds: 3600,
  });
});

const outages: [string, Play][] = [
  ["a 500", refusal(500, "backendError")],
  ["HTML at 502", answer(502, "<html>")],
  ["a reset", reset],
];
test.each(names.flatMap((name) => outages.map(([what, play]) => [name, what, play] as const)))(
  "%s tells %s as an outage, or as not known where it may have been done",
  async (name, _, play) => {
    const isWrite = writes.some((write) => write === name);
    expect(await getOutcome(name, play)).toBe(isWrite ? "unknown" : "transient");
    if (isWrite) expect(end.requests).toHaveLength(1);
  },
);

test.each(names.filter((name) => name !== "delete"))("%s takes no answer for what it is not", async (name) => {
  for (const play of [json([null]), json({ items: "none" }), answer(200, "<html>"), answerEndlessly(6_000_000)]) {
    expect(await getOutcome(name, play)).toBe(writes.some((write) => write === name) ? "unknown" : "permanent");
  }
});

const listRequests = () => end.requests.map(({ method, path }) => `${method} ${path}`);

test("asks for events in order of time, each of a series, in a calendar whose id is escaped", async () => {
  end.play = json({ items: [] });
  const query = {
    calendarId: at.calendarId,
    q: "a&b",
    timeMin: "2026-12-01T00:00:00+01:00",
    limit: "5",
    maxResults: "7",
  };
  await listEvents(access, eventQuery.parse(query));
  const url = new URL(end.requests[0]?.path ?? "", end.url);
  expect(url.pathname).toBe("/calendar/v3/calendars/en.x%23holiday%40example.com/events");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    singleEvents: "true",
    orderBy: "startTime",
    maxResults: "7",
    q: "a&b",
    timeMin: "2026-12-01T00:00:00+01:00",
  });
});

test.each(["maxResults", "limit"])(
  "asks for no more than fits into an answer, whatever %s Google takes",
  async (size) => {
    end.play = json({ items: [] });
    await listEvents(access, eventQuery.parse({ [size]: "2500" }));
    expect(new URL(end.requests[0]?.path ?? "", end.url).searchParams.get("maxResults")).toBe("250");
  },
);

test("changes and deletes an event only in the given version", async () => {
  end.play = json({ id: "evt_1" });
  await calls.change();
  await calls.delete();
  const path = "/calendar/v3/calendars/en.x%23holiday%40example.com/events/evt_1";
  expect(listRequests()).toEqual([`PATCH ${path}`, `DELETE ${path}?sendUpdates=none`]);
  expect(end.requests.map(({ headers }) => headers["if-match"])).toEqual(['"1"', '"1"']);
  expect(JSON.parse(end.requests[0]?.body ?? "")).toEqual({ summary: "x" });
});

test("a change without a version goes without the header", async () => {
  end.play = json({ id: "evt_1" });
  await updateEvent(access, at, eventChange.parse({ location: "" }));
  expect(end.requests[0]?.headers).not.toHaveProperty("if-match");
});

test("sends the event's fields in the body, without the options of the request", async () => {
  end.play = json({ id: "evt_1" });
  await createEvent(access, "primary", event, "abcde");
  expect(listRequests()).toEqual(["POST /calendar/v3/calendars/primary/events?sendUpdates=all"]);
  expect(JSON.parse(end.requests[0]?.body ?? "")).toEqual({ id: "abcde", summary: "Planning", ...times });
});
