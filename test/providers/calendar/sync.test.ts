import { expect, test } from "vitest";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { listAllEvents, listChangesSince } from "../../../lib/providers/calendar/api/event-changes.ts";
import { calendar } from "../../../lib/providers/calendar/definition.ts";

function answerInOrder(...answers: (object | number)[]) {
  const asked: URL[] = [];
  const fetch = async (input: string | URL | Request) => {
    asked.push(new URL(String(input)));
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? 500;
    return typeof answer === "number" ? new Response("{}", { status: answer }) : Response.json(answer);
  };
  return { access: { provider: calendar, token: "fake-token", fetch }, asked };
}

test("reads all pages, and the token is that of the last", async () => {
  const { access, asked } = answerInOrder(
    { items: [{ id: "a" }], nextPageToken: "2", timeZone: "Europe/Berlin" },
    { items: [{ id: "b" }], nextSyncToken: "new" },
  );
  const changes = await listChangesSince(access, "ada@example.com", "old");
  expect(changes).toEqual({
    events: [{ id: "a" }, { id: "b" }],
    syncToken: "new",
    calendar: { timeZone: "Europe/Berlin" },
  });
  expect(asked[0]?.pathname).toBe("/calendar/v3/calendars/ada%40example.com/events");
  expect(asked[1]?.searchParams.get("pageToken")).toBe("2");
  expect(asked.map(({ searchParams }) => searchParams.get("syncToken"))).toEqual(["old", "old"]);
});

test("asks with the same parameters with and without a token, but for the time", async () => {
  const { access, asked } = answerInOrder({ nextSyncToken: "new" });
  await listChangesSince(access, "primary", "old");
  await listAllEvents(access, "primary", 1_800_000_000);
  const names = asked.map(({ searchParams }) => Object.fromEntries(searchParams));
  const [{ syncToken, ...since } = {}, { timeMin, ...all } = {}] = names;
  expect(since).toEqual(all);
  expect([syncToken, timeMin]).toEqual(["old", "2027-01-15T08:00:00.000Z"]);
});

test("one event that is not as documented does not hide the others", async () => {
  const { access } = answerInOrder({
    items: [{ id: 7 }, null, { id: "b", start: "soon" }, { id: "c" }],
    nextSyncToken: "new",
  });
  expect((await listChangesSince(access, "primary", "old")).events).toEqual([{ id: "b" }, { id: "c" }]);
});

test("an endless list is given up, and returns no token", async () => {
  const { access, asked } = answerInOrder({ items: [{ id: "a" }], nextPageToken: "again" });
  expect((await listChangesSince(access, "primary", "old")).syncToken).toBeUndefined();
  expect(asked).toHaveLength(40);
});

test("an invalid sync token is recognized by the status", async () => {
  const { access } = answerInOrder(410);
  expect(await listChangesSince(access, "primary", "old").catch(findProviderError)).toMatchObject({ code: "http_410" });
});
