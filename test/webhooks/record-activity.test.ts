// What becomes of an activity in its owner's feed.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { OutboxMessage } from "../../lib/store/outbox.ts";
import { providerPreferences } from "../../lib/store/settings.ts";
import { type Activity, recordActivity } from "../../lib/webhooks/record-activity.ts";
import type { EventContext } from "../../lib/webhooks/webhook-source.ts";
import { aConnection } from "../support/a-connection.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";
import { createContext } from "./support/process-event.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
process.env.LIVE_BY_DEFAULT = "[]";

const connection = aConnection({ id: "conn-1", accountName: "Ada Lovelace", username: "adal", accountId: "U-ADA" });
const activity: Activity = {
  key: "mail#1",
  kind: "mail",
  category: "mail",
  title: "Slides",
  text: "Could you send me the slides by Friday?",
  author: { name: "Cleo" },
  people: [{ name: "Ada Lovelace" }],
  source: { url: "https://mail.example.com/1", id: "1" },
  at: new Date("2026-12-02T12:00:00Z"),
  mentionsOwner: false,
};

type Preferences = Parameters<typeof providerPreferences.parse>[0];

function createFeed(notificationPreferences: object | undefined = {}, over: Partial<EventContext> = {}) {
  const told: OutboxMessage[] = [];
  const { notificationPreferences: preferences } = providerPreferences.parse({
    notificationPreferences,
  } as Preferences);
  const context: EventContext = {
    ...createContext(connection, 0),
    preferences: new Map([[connection.id, Promise.resolve(preferences)]]),
    appendToOutbox: async (message) => told.push(message) === 1,
    ...over,
  };
  const record = (change: Partial<Activity> = {}, of = connection) =>
    recordActivity(context, of, { ...activity, ...change });
  return { context, told, record, read: () => told[0]?.data as Record<string, unknown> | undefined };
}

interface Item {
  readonly assignee?: string;
  readonly due?: string;
}
const getItems = (data: Readonly<Record<string, unknown>> | undefined) => (data?.actionItems ?? []) as readonly Item[];

beforeEach(() => {
  aws.forget();
  aws.on("GetItem", () => json({}));
});

test("an activity is told to the owner of its connection, once per key", async () => {
  const { told, record } = createFeed();
  expect(await record()).toBe(true);
  expect(told).toEqual([
    {
      tenant: "c#tenant-1",
      user: "ada",
      key: "activity#conn-1#mail#1",
      type: "activity",
      postTo: undefined,
      data: {
        provider: "acme",
        kind: "mail",
        title: "Slides",
        excerpt: "Could you send me the slides by Friday?",
        source: { url: "https://mail.example.com/1", id: "1" },
        actionItems: [expect.objectContaining({ due: "2026-12-04", done: false })],
        participants: ["Cleo", "Ada Lovelace"],
        at: "2026-12-02T12:00:00.000Z",
        connectionId: "conn-1",
      },
    },
  ]);
  expect(await record()).toBe(false);
});

test("an activity is posted to Slack too where its owner has chosen a channel", async () => {
  const chosen = createFeed({ slackChannel: "C1" });
  await chosen.record();
  expect(chosen.told[0]?.postTo).toBe("C1");
  const cleared = createFeed({ slackChannel: "" });
  await cleared.record();
  expect(cleared.told[0]?.postTo).toBeUndefined();
});

test.each([
  ["all", false, true],
  ["all", true, true],
  ["mentions", false, false],
  ["mentions", true, true],
  ["none", false, false],
  ["none", true, false],
])("with the preference %s and a mention of the owner: %s, it is told: %s", async (level, mentionsOwner, isTold) => {
  const { told, record } = createFeed({ activity: { mail: level } });
  expect(await record({ mentionsOwner })).toBe(isTold);
  expect(told).toHaveLength(isTold ? 1 : 0);
});

test("another category's preference does not count", async () => {
  const { told, record } = createFeed({ activity: { issue: "none" } });
  await record();
  expect(await record({ category: "issue" })).toBe(false);
  expect(told).toHaveLength(1);
});

test("a heading is shown instead of the title, cut to 120 characters", async () => {
  const { told, record } = createFeed();
  await record({ heading: "#general" });
  await record({ heading: "x".repeat(120) });
  await record({ heading: "x".repeat(121) });
  expect(told.map(({ data }) => Object(data).title)).toEqual(["#general", "x".repeat(120), `${"x".repeat(119)}…`]);
});

test("an activity without title, author and time zone is told too", async () => {
  const { record, read } = createFeed();
  await record({ title: undefined, author: undefined, timeZone: undefined });
  expect(read()).toMatchObject({ excerpt: activity.text, participants: ["Ada Lovelace"] });
});

test("what it asks for is due in the owner's own time zone", async () => {
  const text = "Could you send me the slides by 5pm on Friday?";
  const [there, here] = [createFeed(), createFeed()];
  await there.record({ text, timeZone: "America/New_York" });
  await here.record({ text });
  expect(getItems(there.read())[0]?.due).toMatch(/^2026-12-04T17:00:00-05:00$/);
  expect(getItems(here.read())[0]?.due).toMatch(/^2026-12-04T17:00:00(?:Z|\+00:00)$/);
});

test("at most fifty people are looked at", async () => {
  const people = Array.from({ length: 60 }, (_, at) => ({ name: `Person ${at}` }));
  const asked = createFeed();
  await asked.record({ author: undefined, people, text: "Person 49, please send the slides." });
  expect(getItems(asked.read())[0]?.assignee).toBe("Person 49");
  const beyond = createFeed();
  await beyond.record({ author: undefined, people, text: "Person 50, please send the slides." });
  expect(getItems(beyond.read())[0]?.assignee).not.toBe("Person 50");
});

test("preferences are read once for each connection of an event", async () => {
  const { record } = createFeed({}, { preferences: new Map() });
  await record();
  await record();
  expect(aws.calls.map(({ operation }) => operation)).toEqual(["GetItem"]);
  expect(Object(aws.calls[0]?.input.Key)).toEqual({
    pk: { S: "settings#c%23tenant-1#ada" },
    sk: { S: "acme" },
  });
  await record({}, { ...connection, id: "conn-2" });
  expect(aws.calls).toHaveLength(2);
});

test.each([
  ["mail", "Person"],
  ["message", "Person"],
  ["file", "Person"],
  ["event", undefined],
  ["issue", undefined],
] as const)("what %s asks of its only recipient is for: %s", async (category, assignee) => {
  const { record, read } = createFeed();
  const text = "Could you please send the slides by Friday?";
  await record({ category, text, author: { name: "Cleo" }, people: [{ name: "Person" }] });
  expect(getItems(read()).map((item) => item.assignee)).toEqual([assignee]);
});

test("a text may be read as another kind than its category", async () => {
  const { record, read } = createFeed();
  const text = "Could you please send the slides by Friday?";
  await record({ category: "mail", reads: "event", text, people: [{ name: "Person" }] });
  expect(getItems(read()).map((item) => item.assignee)).toEqual([undefined]);
});

test("a box that says what was done is no task in a comment on a file, as it is in a message", async () => {
  const text = "- [ ] Unit tests added";
  const [comment, message] = [createFeed(), createFeed()];
  await comment.record({ category: "file", text, title: undefined });
  await message.record({ category: "message", text, title: undefined });
  expect([getItems(comment.read()).length, getItems(message.read()).length]).toEqual([0, 1]);
});

test("a message of a bot asks for nothing, and a mail may", async () => {
  const [message, mail] = [createFeed(), createFeed()];
  await message.record({ category: "message", author: { name: "build bot" }, title: undefined });
  await mail.record({ category: "mail", author: { name: "build bot" }, title: undefined });
  expect([getItems(message.read()).length, getItems(mail.read()).length]).toEqual([0, 1]);
});

test.each([
  ["its name", "Ada Lovelace", {}],
  ["its user name", "@adal", {}],
  ["its id", "@U-ADA", {}],
  ["its name where it has no user name", "@Ada", { username: undefined }],
])("the owner of an account may be addressed by %s", async (_, call, change) => {
  const { record, read } = createFeed();
  const { username, ...of } = { ...connection, ...change };
  const owner = username === undefined ? of : { ...of, username };
  await record({ text: `${call}, please send the slides.`, people: [], category: "message" }, owner);
  expect(getItems(read())[0]?.assignee).toBe("Ada Lovelace");
});

test("the owner may be addressed by names that the activity brings", async () => {
  const { record, read } = createFeed();
  const owner = { names: ["Countess"], ids: [] };
  await record({ text: "Countess, please send the slides.", people: [], category: "message", owner });
  expect(getItems(read())[0]?.assignee).toBe("Countess");
});
