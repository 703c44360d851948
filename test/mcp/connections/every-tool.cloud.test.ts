// Each tool does over the protocol what its endpoint does: its arguments arrive where they belong.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Account, connectAccount, getSandbox } from "../../connections/support/account.ts";
import { createUser } from "../../integrations/support/test-user.ts";
import { connectWithVariables, fileKey } from "../../providers/figma/support/account.ts";
import { allowWrites, callTool, listTools } from "./support/assistant.ts";

type Input = Readonly<Record<string, unknown>>;

const atlas = { owner: "octo", repo: "atlas" };
const start = { dateTime: "2030-01-01T10:00:00Z", timeZone: "Europe/Berlin" };
const end = { dateTime: "2030-01-01T11:00:00Z", timeZone: "Europe/Berlin" };

/** Per provider, a call of each of its tools, in order: what reads one thing, what comes back, what is written. */
const calls: Readonly<
  Record<"slack" | "gmail" | "calendar" | "github" | "figma", readonly [tool: string, input: Input][]>
> = {
  slack: [
    ["slack_list_channels", { includePrivate: true, refresh: false, limit: 5 }],
    ["slack_read_messages", { id: "C0ACME4", limit: 2 }],
    ["slack_search_messages", { q: "pricing", limit: 2 }],
    ["slack_list_users", { limit: 2 }],
    ["slack_post_message", { id: "C0ACME4", text: "Hello from an assistant" }],
  ],
  gmail: [
    ["gmail_search_messages", { q: "in:inbox", limit: 1 }],
    ["gmail_read_message", { id: "msg_ada_review" }],
    ["gmail_read_thread", { id: "thr_ada_review" }],
    ["gmail_send_message", { to: ["cleo@example.com"], subject: "Hello", body: "Hello Cleo" }],
  ],
  calendar: [
    ["calendar_list_calendars", { limit: 5 }],
    ["calendar_list_events", { calendarId: "primary", limit: 1 }],
    ["calendar_create_event", { calendarId: "primary", summary: "Review", start, end, sendUpdates: "none" }],
  ],
  github: [
    ["github_list_repositories", { limit: 2, sort: "created" }],
    ["github_list_issues", { ...atlas, state: "all", limit: 2 }],
    ["github_read_issue", { ...atlas, number: "1" }],
    ["github_list_issue_comments", { ...atlas, number: "1" }],
    ["github_list_pulls", { ...atlas, state: "open" }],
    ["github_list_commits", { ...atlas, limit: 1 }],
    ["github_create_issue", { ...atlas, title: "From an assistant", body: "It has a body.", labels: [] }],
    ["github_create_issue_comment", { ...atlas, number: "1", body: "A comment" }],
  ],
  figma: [
    ["figma_list_files", { teamId: "1001", refresh: true }],
    ["figma_read_file", { fileKey, depth: 1 }],
    ["figma_read_comments", { fileKey }],
    ["figma_read_variables", { fileKey }],
    ["figma_post_comment", { fileKey, message: "Looks right" }],
  ],
};
const providers = Object.keys(calls) as (keyof typeof calls)[];

/** Needs an id that only a list knows. */
const askedFurther = ["calendar_read_event"];

test("every tool on a provider is called here", async () => {
  const called = providers.flatMap((provider) => calls[provider].map(([tool]) => tool));
  const listed = (await listTools(await createUser())).map(({ name }) => name);
  const ofProviders = listed.filter((name) => providers.some((provider) => name.startsWith(`${provider}_`)));
  expect([...called, ...askedFurther].sort()).toEqual(ofProviders.sort());
});

describe.each(providers)("%s", (provider) => {
  let account: Account;
  beforeAll(async () => {
    await getSandbox(provider).reset();
    account = provider === "figma" ? await connectWithVariables() : await connectAccount(provider);
    await allowWrites(account.user, provider);
  });
  afterAll(() => getSandbox(provider).reset());

  test.each(calls[provider])("%s", async (tool, input) => {
    const isWrite = /_(post|send|create)_/.test(tool);
    const key = isWrite ? { idempotencyKey: crypto.randomUUID() } : {};
    const answer = await callTool(account.user, tool, { ...input, ...key });
    expect({ isError: answer.isError, facts: answer.isError ? answer.text : "" }).toEqual({
      isError: false,
      facts: "",
    });
    expect(answer.data).toEqual(expect.anything());
  });
});

test("an event is read by the id that its list gives, on the calendar that is named", async () => {
  const { user } = await connectAccount("calendar");
  const listed = Object((await callTool(user, "calendar_list_events", { limit: 1 })).data);
  const { id } = listed.events[0];
  const read = await callTool(user, "calendar_read_event", { id, calendarId: "primary" });
  expect(read.data).toMatchObject({ event: { id } });
});
