// One odd member of a provider's list does not hide the others, and an odd field does not hide its member.
import "../http/lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import * as z from "zod";
import { parseAnswer } from "../../lib/http/provider-json.ts";
import type { Provider } from "../../lib/oauth/definition.ts";
import { listCalendars } from "../../lib/providers/calendar/api/calendars.ts";
import { listAllEvents } from "../../lib/providers/calendar/api/event-changes.ts";
import { listEvents } from "../../lib/providers/calendar/api/events.ts";
import { calendar } from "../../lib/providers/calendar/definition.ts";
import { listComments } from "../../lib/providers/figma/api/comments.ts";
import { listComponentSets, listComponents } from "../../lib/providers/figma/api/components.ts";
import { readProjectFiles, readTeamFiles } from "../../lib/providers/figma/api/team-files.ts";
import { listVersions } from "../../lib/providers/figma/api/versions.ts";
import { figma } from "../../lib/providers/figma/definition.ts";
import { issueOrPull } from "../../lib/providers/github/api/issues.ts";
import { branch, collaborator, comment, commit, pull } from "../../lib/providers/github/api/lists.ts";
import { repository } from "../../lib/providers/github/api/repositories.ts";
import { readHistoryPage } from "../../lib/providers/gmail/api/history.ts";
import { gmail } from "../../lib/providers/gmail/definition.ts";
import { listChannels } from "../../lib/providers/slack/api/channels.ts";
import { readMembers } from "../../lib/providers/slack/api/members.ts";
import { createSlackReader } from "../../lib/providers/slack/api/reader.ts";
import { listUsers } from "../../lib/providers/slack/api/users.ts";
import { slack } from "../../lib/providers/slack/definition.ts";
import { logged } from "../http/lambda-environment.ts";
import { json, startTestServer } from "../support/test-server.ts";
import { withOrigin } from "./support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());

const access = (provider: Provider) => ({ provider: withOrigin(provider, end.url), token: "t", fetch });
const readSlack = createSlackReader(withOrigin(slack, end.url), "xoxp-1", fetch);
const odd = [null, "odd", 7, [], {}];

const time = "2026-01-01T00:00:00Z";
const component = { key: "k", file_key: "f", node_id: "1:1", name: "Button", created_at: time, updated_at: time };

interface OddList {
  readonly answer: object;
  readonly read: () => Promise<readonly unknown[]>;
  readonly expected: readonly unknown[];
}

const lists: Record<string, OddList> = {
  "Figma's comments": {
    answer: {
      comments: [
        ...odd,
        { id: "1", message: "hi", user: { id: "1", handle: "x", img_url: null }, created_at: time, client_meta: null },
        { id: 2, message: "no author", user: null, created_at: time, client_meta: { node_id: 5, x: 1, y: "2" } },
      ],
    },
    read: async () => (await listComments(access(figma), "KEY")).comments,
    expected: [
      { id: "1", user: { handle: "x", img_url: "" }, client_meta: null },
      { id: "2", user: { handle: "", img_url: "" }, client_meta: { node_id: null, node_offset: { x: 1, y: 0 } } },
    ],
  },
  "Figma's versions": {
    answer: {
      versions: [...odd, { id: 1, created_at: time, label: null, description: null, user: null }],
      pagination: {},
    },
    read: async () => (await listVersions(access(figma), "KEY", { limit: 30 })).versions,
    expected: [{ id: "1", created_at: time, user: { id: "", handle: "", img_url: "" } }],
  },
  "Figma's components": {
    answer: { meta: { components: [...odd, { ...component, description: null, containing_frame: "page" }] } },
    read: async () => (await listComponents(access(figma), "KEY")).components,
    expected: [{ name: "Button", description: "" }],
  },
  "Figma's component sets": {
    answer: { meta: { component_sets: [...odd, component] } },
    read: async () => (await listComponentSets(access(figma), "KEY")).componentSets,
    expected: [{ name: "Button" }],
  },
  "a project's files": {
    answer: { files: [...odd, { key: "K", name: null, last_modified: time, thumbnail_url: 5 }] },
    read: () => readProjectFiles(access(figma), "6"),
    expected: [{ key: "K", name: "Unnamed", last_modified: time }],
  },
  "Slack's channels": {
    answer: { ok: true, channels: [...odd, { id: "C1", name: null, is_private: "no", num_members: "7" }] },
    read: async () => (await listChannels(readSlack, true, {})).items,
    expected: [{ id: "C1", name: "", num_members: 0 }],
  },
  "Slack's users": {
    answer: { ok: true, members: [...odd, { id: "U1", name: "ada", profile: { email: 5, display_name: "Ada" } }] },
    read: async () => (await listUsers(readSlack, {})).items,
    expected: [{ id: "U1", name: "ada", display_name: "Ada" }],
  },
  "a channel's members": {
    answer: { ok: true, members: [null, 7, {}, "U1"] },
    read: async () => [...((await readMembers(readSlack, "C1")) ?? [])],
    expected: ["U1"],
  },
  calendars: {
    answer: { items: [...odd, { id: "a", summary: "Home", accessRole: "owner", primary: "yes" }] },
    read: async () => (await listCalendars(access(calendar), {})).calendars,
    expected: [{ id: "a", summary: "Home" }],
  },
  "a calendar's events": {
    answer: {
      items: [...odd, { id: "e", summary: 5, attendees: [null, { email: "a@example.com" }], recurrence: [1] }],
    },
    read: async () => (await listEvents(access(calendar), { calendarId: "primary" })).events,
    expected: [{ id: "e", attendees: [{ email: "a@example.com" }], recurrence: [] }],
  },
  "a calendar's changes": {
    answer: { items: [...odd, { id: "e", summary: "Standup", start: 5, attendees: "all" }], nextSyncToken: "s" },
    read: async () => (await listAllEvents(access(calendar), "primary", 0)).events,
    expected: [{ id: "e", summary: "Standup" }],
  },
  "a mailbox's history": {
    answer: {
      historyId: "9",
      history: [
        ...odd,
        { id: 5, messagesAdded: [...odd, { message: { id: "m1", labelIds: [5, "INBOX"] } }] },
        { id: "6", messagesAdded: null, labelsAdded: [{ message: { id: "m2" }, labelIds: ["INBOX"] }] },
      ],
    },
    read: async () => (await readHistoryPage(access(gmail), "1")).arrived,
    expected: ["m1", "m2"],
  },
};

test.each(Object.entries(lists))("%s are shown beside an odd one", async (_, { answer, read, expected }) => {
  logged.length = 0;
  end.play = json(answer);
  const found = await read();
  expect(found).toHaveLength(expected.length);
  expect(found).toMatchObject(expected);
});

test("a team's projects are shown beside an odd one, and one without a name", async () => {
  const answers: Record<string, unknown> = {
    "/v1/me": { id: "1", handle: "Ada", email: null },
    "/v1/teams/999002/projects": { projects: [...odd, { id: "6", name: "P" }, { id: 7, name: null }] },
  };
  end.play = (response, asked) => json(answers[asked.path] ?? { files: [] })(response, asked);
  const { projects, user } = await readTeamFiles(access(figma), "999002");
  expect(projects).toMatchObject([
    { id: "6", name: "P" },
    { id: "7", name: "Unnamed" },
  ]);
  expect(user).toEqual({ id: "1", handle: "Ada" });
});

test("what was left out is logged once, as a number", async () => {
  logged.length = 0;
  end.play = json({ comments: [...odd, { id: "1", message: "secret words", created_at: time }] });
  await listComments(access(figma), "KEY");
  const lines = logged.join("").split("\n").filter(Boolean);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "WARN", omitted: expect.any(Number) });
  expect(lines[0]).not.toContain("secret");
});

const octo = { id: 1, login: "octo" };
const conversation = {
  id: 1,
  number: 2,
  title: "t",
  state: "open",
  html_url: "https://x.example",
  created_at: time,
  updated_at: time,
};

test.each<[string, z.ZodType, object, object]>([
  [
    "issues",
    issueOrPull(),
    {
      ...conversation,
      labels: ["bug", { name: "ui", color: 5 }, { color: "red" }, null],
      assignees: [null, octo],
      user: "octo",
      milestone: {},
    },
    { labels: [{ name: "bug" }, { name: "ui" }], assignees: [octo] },
  ],
  [
    "pulls",
    pull(),
    {
      ...conversation,
      head: { ref: "a", sha: "b", repo: 5 },
      base: { ref: "a", sha: "b" },
      draft: null,
      requested_reviewers: [{ slug: "team" }, octo],
    },
    { requested_reviewers: [octo] },
  ],
  [
    "commits",
    commit(),
    { sha: "a", html_url: "u", commit: { message: "m", author: 5 }, author: [], parents: [null, { sha: "b" }] },
    { sha: "a", parents: [{ sha: "b" }] },
  ],
  ["comments", comment(), { id: 1, html_url: "u", created_at: time, updated_at: time, body: 5, user: {} }, { id: 1 }],
  ["branches", branch(), { name: "main", commit: { sha: "a" }, protected: "yes" }, { name: "main" }],
  [
    "collaborators",
    collaborator(),
    { ...octo, avatar_url: null, permissions: { push: true, pull: "x" } },
    { ...octo, permissions: { push: true } },
  ],
  [
    "repositories",
    repository(),
    { id: 1, name: "a", full_name: "o/a", private: true, html_url: "u", owner: octo, language: 5, archived: null },
    { id: 1, name: "a" },
  ],
])("GitHub's %s are shown beside an odd one", (_, item, member, expected) => {
  expect(parseAnswer(z.array(item), [...odd, member])).toEqual([expect.objectContaining(expected)]);
});

test.each<[string, object, () => Promise<unknown>]>([
  ["calendars", { items: [], nextPageToken: 5 }, () => listCalendars(access(calendar), {})],
  ["events", { items: [], nextPageToken: 5 }, () => listEvents(access(calendar), { calendarId: "primary" })],
  ["changes", { items: [], nextSyncToken: {} }, () => listAllEvents(access(calendar), "primary", 0)],
  ["history", { history: [], historyId: "1", nextPageToken: 5 }, () => readHistoryPage(access(gmail), "1")],
  ["versions", { versions: [], pagination: { next_page: 5 } }, () => listVersions(access(figma), "KEY", { limit: 30 })],
  ["channels", { ok: true, channels: [], response_metadata: 5 }, () => listChannels(readSlack, true, {})],
])("an unreadable token of the next page of %s is not taken for the end", async (_, answer, read) => {
  end.play = json(answer);
  await expect(read()).rejects.toThrow();
});
