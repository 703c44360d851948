import { describe, expect, test } from "vitest";
import { type Account, connectAccount, getSandbox } from "../connections/support/account.ts";
import { startContainer } from "../connections/support/containers.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { asUser } from "../support/api.ts";
import { httpEvent } from "../support/events.ts";

resetBeforeEach();

const endpoints = {
  "/api/integrations/slack/channels": "slack",
  "/api/integrations/figma/files": "figma",
  "/api/integrations/figma/files?teamId=1001": "figma",
  "/api/integrations/figma/files/FigHome000000000000001": "figma",
  "/api/integrations/github/repositories": "github",
  "/api/v2/gmail/messages": "gmail",
  "/api/v2/calendar/events": "calendar",
} as const;

describe.each(Object.entries(endpoints))("GET %s", (path, provider) => {
  test("is 404 not_connected without a connection", async () => {
    const user = await asUser({ sub: crypto.randomUUID(), org: "acme" });
    expect(await user.get(path)).toMatchObject({ status: 404, json: { code: "not_connected", success: false } });
  });

  test("is the same 404 for somebody else's account", async () => {
    const { id } = await (await connectAccount(provider)).readStored();
    const user = await asUser({ sub: crypto.randomUUID(), org: "acme" });
    const named = `${path}${path.includes("?") ? "&" : "?"}account=${id}`;
    const absent = await user.get(path);
    const foreign = await user.get(named);
    const withoutId = (json: unknown) => ({ ...(json as object), requestId: "" });
    expect([foreign.status, withoutId(foreign.json)]).toEqual([absent.status, withoutId(absent.json)]);
  });
});

test("POST /api/integrations/slack/message is 404 not_connected without a connection", async () => {
  const user = await asUser({ sub: crypto.randomUUID(), org: "acme" });
  const answer = await user.post("/api/integrations/slack/message", { channel: "C1", text: "x" });
  expect(answer).toMatchObject({ status: 404, json: { code: "not_connected" } });
});

test.each([
  ["account", "/api/integrations/slack/channels?account=../x"],
  ["includePrivate", "/api/integrations/slack/channels?includePrivate=maybe"],
  ["refresh", "/api/integrations/slack/channels?refresh=yes"],
  ["teamId", "/api/integrations/figma/files?teamId=../me"],
  ["depth", "/api/integrations/figma/files/abc?depth=0"],
  ["depth", "/api/integrations/figma/files/abc?depth=1e9"],
  ["ids", "/api/integrations/figma/files/abc?ids=1%3A1%26x%3D1"],
  ["limit", "/api/integrations/github/repositories?limit=0"],
  ["limit", "/api/integrations/github/repositories?limit=101"],
  ["maxResults", "/api/v2/gmail/messages?maxResults=x"],
  ["q", `/api/v2/gmail/messages?q=${"x".repeat(2001)}`],
  ["timeMin", "/api/v2/calendar/events?timeMin=tomorrow"],
  ["maxResults", "/api/v2/calendar/events?maxResults=2501"],
])("names %s as what is wrong with GET %s", async (field, path) => {
  const user = await asUser({ sub: crypto.randomUUID(), org: "acme" });
  const answer = await user.get(path);
  expect(answer).toMatchObject({ status: 400, json: { code: "invalid_request", field } });
  expect(answer.json).toMatchObject({ detail: expect.stringContaining(field) });
});

test.each([
  ["channel", { text: "x" }],
  ["channel", { channel: "", text: "x" }],
  ["channel", { channel: "C".repeat(81), text: "x" }],
  ["text", { channel: "C1" }],
  ["text", { channel: "C1", text: "" }],
  ["text", { channel: "C1", text: "x".repeat(40_001) }],
  ["blocks", { channel: "C1", text: "x", blocks: Array.from({ length: 51 }, () => ({ type: "divider" })) }],
  ["blocks.0.type", { channel: "C1", text: "x", blocks: [{}] }],
  ["thread_ts", { channel: "C1", text: "x", thread_ts: "yesterday" }],
  ["body", "{not json"],
])("names %s as what is wrong with a Slack message", async (field, body) => {
  const user = await asUser({ sub: crypto.randomUUID(), org: "acme" });
  const answer = await user.post("/api/integrations/slack/message", body);
  expect(answer).toMatchObject({ status: 400, json: { code: "invalid_request", field } });
});

const attacks = [
  "../me",
  "..%2fme",
  "%252e%252e%252fme",
  "a?x=1",
  "a#b",
  "a;b",
  "a\\b",
  "a b",
  "",
  "․․/me",
  "．．",
  "a\r\nb",
];

describe.each([...attacks, "a".repeat(10_000), "a/b", "\0"])("a file key %j", (fileKey) => {
  test("is 400, and nothing goes out", async () => {
    const account: Account = await connectAccount("figma");
    await getSandbox("figma").forgetRequests();
    const lambda = await startContainer("figma/read-file", "figma");
    const on = "GET /api/integrations/figma/files/x";
    const answer = await lambda.invoke(httpEvent({ on, pathParameters: { fileKey }, claims: { ...account.person } }));
    expect(answer.statusCode).toBe(400);
    expect(JSON.parse(answer.body ?? "")).toMatchObject({ code: "invalid_request", field: "fileKey" });
    expect(await getSandbox("figma").requests()).toEqual([]);
  });
});

test.each(["..%2f..%2fv1%2fme", "%2e%2e", "a%3Fx", "a%23b", "%252e%252e%252fme"])(
  "a file key sent as %s gets nowhere through the gateway",
  async (fileKey) => {
    const { user } = await connectAccount("figma");
    await getSandbox("figma").forgetRequests();
    const answer = await user.get(`/api/integrations/figma/files/${fileKey}`);
    expect([400, 404]).toContain(answer.status);
    expect(await getSandbox("figma").requests()).toEqual([]);
  },
);
