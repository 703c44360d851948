import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { historyQuery, readHistory } from "../../../lib/providers/slack/api/history.ts";
import { createSlackReader } from "../../../lib/providers/slack/api/reader.ts";
import { searchMessages, searchQuery } from "../../../lib/providers/slack/api/search.ts";
import { slack } from "../../../lib/providers/slack/definition.ts";
import { json, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
});

const read = createSlackReader(withOrigin(slack, end.url), "xoxp-1", fetch);
const readForm = () => Object.fromEntries(new URLSearchParams(end.requests[0]?.body));
const ts = "1700000000.000100";

describe("a channel's history", () => {
  const query = z.object(historyQuery());
  const history = (more: object = {}) => readHistory(read, { channel: "C1", ...query.parse(more) });

  test("requests the page and the period that were asked for", async () => {
    end.play = json({ ok: true, messages: [] });
    await history({ limit: "7", pageToken: "bmV4dA==", oldest: "1.5", latest: "2" });
    expect(end.requests[0]?.path).toBe("/api/conversations.history");
    expect(readForm()).toEqual({ channel: "C1", limit: "7", cursor: "bmV4dA==", oldest: "1.5", latest: "2" });
  });

  test("is a thread's where one is named", async () => {
    end.play = json({ ok: true, messages: [] });
    await history({ thread_ts: ts });
    expect(end.requests[0]?.path).toBe("/api/conversations.replies");
    expect(readForm()).toEqual({ channel: "C1", limit: "100", ts });
  });

  test("continues while Slack has more, even after a short page", async () => {
    const response_metadata = { next_cursor: "bmV4dF90czox" };
    end.play = json({ ok: true, messages: [{ ts, type: "message", text: "a" }], has_more: true, response_metadata });
    expect(await history({ limit: 999 })).toEqual({
      items: [{ ts, type: "message", text: "a" }],
      nextPageToken: "bmV4dF90czox",
    });
  });

  test("keeps what clients know of a message, and drops the rest", async () => {
    const known = {
      ts,
      type: "message",
      subtype: "bot_message",
      user: "U1",
      bot_id: "B1",
      username: "app",
      text: "*hi* <@U2>",
      thread_ts: ts,
      reply_count: 2,
      latest_reply: ts,
      edited: { user: "U1", ts },
      reactions: [{ name: "eyes", count: 1, users: ["U2"] }],
      files: [{ id: "F1", name: "a.png", mimetype: "image/png", permalink: "https://acme.slack.com/files/F1" }],
      blocks: [{ type: "divider" }],
      attachments: [{ title: "A card", color: "danger" }],
    };
    const files = [{ ...known.files[0], url_private: "https://files.slack.com/F1" }];
    end.play = json({ ok: true, messages: [{ ...known, files, team: "T1" }] });
    expect((await history()).items).toEqual([known]);
  });

  test("shows a message with odd fields without them", async () => {
    const odd = { ts, user: null, text: null, files: "many", reactions: [{ name: "eyes" }], edited: {} };
    end.play = json({ ok: true, messages: [odd] });
    const { items } = await history();
    expect(JSON.parse(JSON.stringify(items))).toEqual([{ ts, type: "message", text: "", reactions: [] }]);
  });

  test("leaves out what is no message, and shows the others", async () => {
    end.play = json({ ok: true, messages: [null, "hi", {}, { ts, text: "a" }] });
    expect((await history()).items).toEqual([{ ts, type: "message", text: "a" }]);
  });

  test("has a text where a message has attachments or blocks only", async () => {
    const attachments = [{ fallback: "Disk full", title: "Disk full", text: "db-1 at 98 %" }];
    const blocks = [{ type: "section", text: { type: "mrkdwn", text: "hi" } }];
    const alert = { ts, type: "message", subtype: "bot_message", username: "alerts", text: "", attachments };
    end.play = json({ ok: true, messages: [alert, { ts, type: "message", user: "U1", text: "", blocks }] });
    const [first, second] = (await history()).items;
    expect(first).toMatchObject({ text: "Disk full\ndb-1 at 98 %", attachments });
    expect(second).toMatchObject({ text: "hi", blocks });
  });

  test("does not end where Slack's cursor cannot be read", async () => {
    end.play = json({ ok: true, messages: [], response_metadata: { next_cursor: 7 } });
    await expect(history()).rejects.toThrow();
  });

  test("leaves out blocks and attachments that do not fit into an answer, and keeps the text", async () => {
    const blocks = [{ type: "section", text: { type: "mrkdwn", text: "x".repeat(300_000) } }];
    end.play = json({ ok: true, messages: Array.from({ length: 5 }, () => ({ ts, text: "a", blocks })) });
    const { items } = await history();
    expect(items.map((item) => "blocks" in item)).toEqual([true, true, true, false, false]);
    expect(items.map(({ text }) => text)).toEqual(["a", "a", "a", "a", "a"]);
  });

  test("that is no list is Slack's error", async () => {
    end.play = json({ ok: true, messages: "none" });
    expect(findProviderError(await history().catch((error: unknown) => error))).toMatchObject({ kind: "permanent" });
  });

  test.each([
    ["limit", "0"],
    ["limit", "1000"],
    ["limit", "ten"],
    ["oldest", "yesterday"],
    ["latest", "-1"],
    ["thread_ts", "1700000000"],
    ["pageToken", "a b"],
    ["pageToken", "x".repeat(501)],
    ["pageToken", ""],
  ])("takes no %s of %j", (field, value) => {
    expect(query.safeParse({ [field]: value }).error?.issues[0]?.path).toEqual([field]);
  });
});

describe("a search", () => {
  const query = z.object(searchQuery());
  const search = (more: object = {}) => searchMessages(read, query.parse({ q: "plan", ...more }));
  const createFoundFiles = (more: object = {}) => ({
    ok: true,
    messages: { total: 45, matches: [match], paging: { count: 20, total: 45, page: 1, pages: 3 }, ...more },
  });
  const match = {
    ts,
    channel: { id: "C1", name: "general" },
    channelId: "C1",
    user: "U1",
    username: "ada",
    text: "the plan",
    permalink: "https://acme.slack.com/archives/C1/p1700000000000100",
  };

  test("asks for the first page, newest first", async () => {
    end.play = json(createFoundFiles());
    await search({ q: " from:@ada plan " });
    const first = { query: "from:@ada plan", count: "20", page: "1", sort: "timestamp", sort_dir: "desc" };
    expect(readForm()).toEqual(first);
  });

  test("is paged with tokens that name a page", async () => {
    end.play = json(createFoundFiles());
    const first = await search();
    expect(first).toEqual({ items: [match], total: 45, nextPageToken: expect.any(String) });
    end.requests.length = 0;
    const second = await search({ pageToken: first.nextPageToken });
    expect(readForm()).toMatchObject({ page: "2" });
    end.requests.length = 0;
    expect((await search({ pageToken: second.nextPageToken })).nextPageToken).toBeUndefined();
    expect(readForm()).toMatchObject({ page: "3" });
  });

  test("ends at the hundredth page, which is Slack's last", async () => {
    end.play = json(createFoundFiles({ paging: { pages: 400 } }));
    const at = (page: number) => Buffer.from(`page:${page}`).toString("base64url");
    expect((await search({ pageToken: at(99) })).nextPageToken).toBe(at(100));
    expect((await search({ pageToken: at(100) })).nextPageToken).toBeUndefined();
  });

  test("finds what bots have said, and what lacks a name", async () => {
    const odd = { ts, channel: { id: "D1" }, user: null, username: "", text: null };
    end.play = json(createFoundFiles({ matches: [odd] }));
    expect((await search()).items).toEqual([{ ts, channel: { id: "D1", name: "" }, channelId: "D1", text: "" }]);
  });

  test("has a text for what has attachments or blocks only, and shows the others beside an odd match", async () => {
    const attachments = [{ pretext: "Deploy", fields: [{ title: "Stage", value: "prod" }] }];
    end.play = json(createFoundFiles({ matches: [null, { ...match, text: "", attachments }, { ts }] }));
    expect((await search()).items).toEqual([{ ...match, text: "Deploy\nStage: prod", attachments }]);
  });

  test.each(["cGFnZTox", "cGFnZTowMDI", "cGFnZToxMDE", "page:2", "x", "cGFnZToy=", "cGFnZTotMg"])(
    "takes no page token %s",
    (pageToken) => {
      const { error } = query.safeParse({ q: "plan", pageToken });
      expect(error?.issues[0]).toMatchObject({ path: ["pageToken"], message: "is not a page token" });
    },
  );

  test.each([{}, { q: " " }, { q: "x".repeat(501) }])("takes no query of %j", (given) => {
    expect(query.safeParse(given).error?.issues[0]?.path).toEqual(["q"]);
  });
});
