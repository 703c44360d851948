// GET /api/v1/activity and PATCH /api/v1/activity/{id}.
import { expect, test } from "vitest";
import {
  appendActivity,
  appendConnectionChange,
  createFeedUser,
  type FeedUser,
  listRows,
} from "../realtime/support/feed.ts";
import { asUser, type Browser } from "../support/api.ts";
import { spy } from "../support/spy.ts";

interface Item {
  readonly id: string;
  readonly seq: number;
  readonly title: string;
  readonly done: boolean;
  readonly actionItems: readonly { readonly text: string; readonly done: boolean }[];
}
interface Listed {
  readonly items: readonly Item[];
  readonly nextPageToken: string | null;
}

async function list(browser: Browser, query = ""): Promise<Listed> {
  const { status, json } = await browser.get(`/api/v1/activity${query}`);
  expect(status).toBe(200);
  return json as Listed;
}

async function createActivities(user: FeedUser, ...all: readonly Record<string, unknown>[]): Promise<Browser> {
  const before = (await listRows("activity", user)).length;
  for (const [index, given] of all.entries()) {
    await appendActivity(user, `number ${before + index + 1}`, given);
    await expect.poll(async () => (await listRows("activity", user)).length).toBe(before + index + 1);
  }
  return asUser(user.person);
}

const titles = ({ items }: Listed) => items.map(({ title }) => title);

test("lists the newest first, in the envelope of this surface", async () => {
  const user = createFeedUser();
  const browser = await createActivities(user, {}, {});
  const { json } = await browser.get("/api/v1/activity");
  const items = [expect.objectContaining({ id: "2", seq: 2 }), expect.objectContaining({ id: "1", seq: 1 })];
  expect(json).toEqual({ success: true, data: { items, nextPageToken: null }, items, nextPageToken: null });
});

test("shows an activity in the fields of the contract and no other", async () => {
  const browser = await createActivities(createFeedUser(), {});
  expect((await list(browser)).items[0]).toEqual({
    id: "1",
    seq: 1,
    provider: "slack",
    kind: "message",
    title: "number 1",
    excerpt: "about number 1",
    source: { url: "https://slack.example/archives/C1/p1", id: "1" },
    actionItems: [{ text: "Send the report", confidence: 0.9, done: false }],
    participants: ["Ada"],
    at: expect.stringMatching(/Z$/),
    connectionId: "connection-1",
    done: false,
  });
});

test("lists nothing of anybody else's", async () => {
  await createActivities(createFeedUser(), {});
  expect(await list(await asUser(createFeedUser().person))).toMatchObject({ items: [], nextPageToken: null });
});

test("lists activities only, not the other news", async () => {
  const user = createFeedUser();
  await appendConnectionChange(user, "connection-1", "reconnect_needed");
  const browser = await createActivities(user, {});
  expect(titles(await list(browser))).toEqual(["number 1"]);
});

test("filters by provider, kind and what is done", async () => {
  const user = createFeedUser();
  const browser = await createActivities(user, {}, { provider: "gmail", kind: "mail" }, { kind: "file" });
  await browser.request("/api/v1/activity/1", { method: "PATCH", body: { done: true } });
  expect(titles(await list(browser, "?provider=gmail"))).toEqual(["number 2"]);
  expect(titles(await list(browser, "?kind=file"))).toEqual(["number 3"]);
  expect(titles(await list(browser, "?done=true"))).toEqual(["number 1"]);
  expect(titles(await list(browser, "?done=false&provider=slack"))).toEqual(["number 3"]);
});

test("finds activities by words of their texts, together with the other filters", async () => {
  const user = createFeedUser();
  const browser = await createActivities(
    user,
    { excerpt: "The Quarterly REPORT is late", actionItems: [] },
    { provider: "gmail", actionItems: [{ text: "Send the quarterly report", done: false }] },
    { participants: ["Grace Hopper"], actionItems: [] },
  );
  expect(titles(await list(browser, "?q=quarterly"))).toEqual(["number 2", "number 1"]);
  expect(titles(await list(browser, "?q=report%20Quarterly&provider=gmail"))).toEqual(["number 2"]);
  expect(titles(await list(browser, "?q=hopper"))).toEqual(["number 3"]);
  expect(titles(await list(browser, "?q=number%203"))).toEqual(["number 3"]);
  expect(titles(await list(browser, "?q=quarterly%20hopper"))).toEqual([]);
  expect(titles(await list(browser, "?q="))).toHaveLength(3);
});

test("lists what came after a number or since a time", async () => {
  const user = createFeedUser();
  const browser = await createActivities(user, {}, {});
  const later = new Date(Date.now() + 60_000).toISOString();
  const earlier = new Date(Date.now() - 60_000).toISOString();
  expect(titles(await list(browser, "?since=1"))).toEqual(["number 2"]);
  expect(titles(await list(browser, "?since=2"))).toEqual([]);
  expect(titles(await list(browser, `?since=${earlier}`))).toEqual(["number 2", "number 1"]);
  expect(titles(await list(browser, `?since=${later}`))).toEqual([]);
});

test("pages without leaving out or repeating any, also while new ones come", async () => {
  const user = createFeedUser();
  const browser = await createActivities(user, {}, {}, {}, {}, {});
  const first = await list(browser, "?limit=2");
  await createActivities(user, {});
  const second = await list(browser, `?limit=2&pageToken=${first.nextPageToken}`);
  const third = await list(browser, `?limit=2&pageToken=${second.nextPageToken}`);
  const seen = [first, second, third].map(({ items }) => items.map(({ seq }) => seq));
  expect(seen).toEqual([[5, 4], [3, 2], [1]]);
  expect(third.nextPageToken).toBeNull();
});

test("refuses a page token that is another user's, or changed", async () => {
  const [user, other] = [createFeedUser(), createFeedUser()];
  const browser = await createActivities(user, {}, {}, {});
  const { nextPageToken } = await list(browser, "?limit=1");
  const foreign = await (await asUser(other.person)).get(`/api/v1/activity?pageToken=${nextPageToken}`);
  expect([foreign.status, foreign.json]).toEqual([
    400,
    expect.objectContaining({ code: "invalid_request", field: "pageToken" }),
  ]);
  const changed = [`9${nextPageToken}`, `${nextPageToken}x`, "2", "", ".", "2.", "%00", "0.x"];
  for (const token of changed) {
    expect((await browser.get(`/api/v1/activity?pageToken=${encodeURIComponent(token)}`)).status).toBe(400);
  }
});

test("lists activities of the very second that is asked for", async () => {
  const user = createFeedUser();
  const browser = await createActivities(user, {});
  const [row] = await listRows("activity", user);
  const told = new Date((Number(row?.ttl) - 90 * 86_400) * 1000 + 999).toISOString();
  expect(titles(await list(browser, `?since=${told}`))).toEqual(["number 1"]);
});

test.each([
  `q=${"x".repeat(257)}`,
  "limit=0",
  "limit=101",
  "limit=x",
  "done=yes",
  "since=yesterday",
  "since=-1",
  "since=2026-02-31T00:00:00Z",
])("refuses the query %s", async (query) => {
  const { status, json } = await (await asUser(createFeedUser().person)).get(`/api/v1/activity?${query}`);
  expect([status, json]).toEqual([400, expect.objectContaining({ field: query.split("=")[0] })]);
});

test("marks an activity and its action items as done, repeatedly, and as open again", async () => {
  const user = createFeedUser();
  const browser = await createActivities(user, {
    actionItems: [
      { text: "a", done: false },
      { text: "b", done: false },
    ],
  });
  const mark = async (done: boolean) => {
    const { json } = await browser.request("/api/v1/activity/1", { method: "PATCH", body: { done } });
    return (json as { item: Item }).item;
  };
  for (const done of [true, true, false]) {
    const item = await mark(done);
    expect([item.done, ...item.actionItems.map((one) => one.done)]).toEqual([done, done, done]);
    expect((await list(browser)).items).toEqual([item]);
  }
});

test("finds nobody else's activity and none that is not there, in the same words", async () => {
  await createActivities(createFeedUser(), {});
  const browser = await asUser(createFeedUser().person);
  const answers = await Promise.all(
    ["1", "99", "0", "x", "000000000000001"].map((id) =>
      browser.request(`/api/v1/activity/${id}`, { method: "PATCH", body: { done: true } }),
    ),
  );
  for (const { status, json } of answers)
    expect([status, json]).toEqual([404, expect.objectContaining({ code: "not_found" })]);
});

test.each([[{}], [{ done: "true" }], [{ done: true, title: "mine" }], [[]], ["done"]])(
  "refuses the change %j",
  async (body) => {
    const browser = await createActivities(createFeedUser(), {});
    expect((await browser.request("/api/v1/activity/1", { method: "PATCH", body })).status).toBe(400);
    expect((await list(browser)).items[0]).toMatchObject({ done: false, title: "number 1" });
  },
);

test("counts marking against the user's writes, and reading not", async () => {
  const browser = await createActivities(createFeedUser(), {});
  const marked = await browser.request("/api/v1/activity/1", { method: "PATCH", body: { done: true } });
  expect(marked.headers.get("ratelimit-limit")).toBe("60");
  expect((await browser.get("/api/v1/activity")).headers.has("ratelimit-limit")).toBe(false);
});

test("asks the table once to list and once to mark", async () => {
  const browser = await createActivities(createFeedUser(), {});
  expect(await spy.during(() => browser.get("/api/v1/activity"), "activity-list")).toEqual([
    "dynamodb Query activity#",
  ]);
  const mark = () => browser.request("/api/v1/activity/1", { method: "PATCH", body: { done: true } });
  expect(await spy.during(mark, "activity-mark-done")).toEqual([
    "dynamodb UpdateItem counter#",
    "dynamodb UpdateItem activity#",
  ]);
});
