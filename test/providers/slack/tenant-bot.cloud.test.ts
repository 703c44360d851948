// Members without a Slack connection speak on /api/v2 through the bot of the connection that an administrator has marked.
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { asUser, type Browser } from "../../support/api.ts";
import { auditMonths } from "../../support/audit-months.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import { connectInBrowser } from "../../support/flow.ts";
import { sandbox } from "../../support/sandbox.ts";

const audited = z.looseObject({ action: z.string() });
const slack = sandbox("slack");
const settings = "/api/integrations/slack/settings";
const v2 = "/api/v2/slack";
const open = "C0ACME4";
const org = `bots-${crypto.randomUUID()}`;
const memberId = `member-${crypto.randomUUID()}`;
let admin: Browser;
let member: Browser;

const connect = async (user: Browser, account: string) =>
  expect((await connectInBrowser(user, "slack", { account })).location?.searchParams.get("status")).toBe("success");
const mark = (user: Browser, more: object = {}) => user.put(settings, { tenantBot: true, ...more });
const notConnected = { status: 404, json: { code: "not_connected" } };

beforeAll(async () => {
  await slack.reset();
  admin = await asUser({ sub: `admin-${crypto.randomUUID()}`, org, role: "admin" });
  member = await asUser({ sub: memberId, org });
  await connect(admin, "acme");
});
beforeEach(() => slack.forgetRequests());
afterEach(() => slack.forgetScripts());

test("nobody speaks through a connection that nobody has marked", async () => {
  expect(await member.get(`${v2}/channels`)).toMatchObject(notConnected);
  expect(await slack.requests("/api/")).toEqual([]);
});

test("only administrators of a tenant mark a connection, and only one of their own", async () => {
  expect(await mark(member)).toMatchObject({ status: 403, json: { code: "forbidden" } });
  const alone = await asUser({ sub: crypto.randomUUID(), role: "admin" });
  await connect(alone, "acme");
  expect(await mark(alone)).toMatchObject({ status: 403, json: { code: "forbidden" } });
  const other = await asUser({ sub: crypto.randomUUID(), org, role: "admin" });
  expect(await mark(other)).toMatchObject(notConnected);
  expect(await mark(admin, { teamId: "T0GLOBEX1" })).toMatchObject(notConnected);
  for (const tenantBot of ["true", 1, null, [true]])
    expect((await admin.put(settings, { tenantBot })).status).toBe(400);
  expect(await admin.put("/api/integrations/github/settings", { tenantBot: true })).toMatchObject({
    status: 400,
    json: { field: "tenantBot" },
  });
  expect(await member.get(`${v2}/channels`)).toMatchObject(notConnected);
});

describe("through a marked connection, a member without one", () => {
  beforeAll(async () => {
    const { status, json } = await mark(admin);
    expect([status, json]).toEqual([200, expect.not.objectContaining({ tenantBot: true })]);
    expect((await admin.get(settings)).status).toBe(200);
    await slack.forgetRequests();
  });

  const listIds = async (user: Browser, query = "") => {
    const { status, json } = await user.get(`${v2}/channels?refresh=true${query}`);
    expect(status).toBe(200);
    return (json as { channels: { id: string }[] }).channels.map(({ id }) => id);
  };

  test("lists public channels, and users without their addresses", async () => {
    expect(await listIds(member)).toContain(open);
    expect((await slack.requests("/api/"))[0]?.headers.authorization).toMatch(/^Bearer xoxb-/);
    const { text } = await member.get(`${v2}/users`);
    expect(text).toContain("U0ACMEADA");
    expect(text).not.toContain("@example.com");
    expect((await member.get(`${v2}/users/U0ACMEADA`)).text).not.toContain("@example.com");
    expect((await member.get(`${v2}/channels?teamId=T0ACME001`)).status).toBe(200);
  });

  test("sees no private channel of the bot, asked for or not, though the connection's owner is in it", async () => {
    const hidden = { id: "C0SECRET", name: "layoffs", is_private: true, is_member: true };
    const listed = { path: "/api/conversations.list", body: { ok: true, channels: [hidden] }, times: 9 };
    const shared = { path: "/api/users.conversations", body: { ok: true, channels: [hidden] }, times: 9 };
    await slack.script(listed, shared);
    for (const query of ["", "&includePrivate=true", "&limit=5", "&includePrivate=true&limit=5"])
      expect(await listIds(member, query)).toEqual([]);
    const types = (await slack.requests("/api/conversations.list")).map(({ body }) =>
      new URLSearchParams(body).get("types"),
    );
    expect(new Set(types)).toEqual(new Set(["public_channel"]));
    expect(await admin.get("/api/integrations/slack/channels?refresh=true")).toMatchObject({
      json: { channels: [{ id: hidden.id }] },
    });
    expect(await listIds(member)).toEqual([]);
  });

  test.each([
    ["a private channel", { is_private: true }],
    ["a direct message", { is_im: true, is_private: false }],
    ["a group's message", { is_mpim: true, is_private: false }],
    ["a channel of which Slack says nothing", {}],
  ])("reads and posts nothing in %s", async (what, flags) => {
    const id = `C0${what
      .replace(/[^a-z]/g, "")
      .toUpperCase()
      .slice(0, 20)}`;
    await slack.script(
      { path: "/api/conversations.info", body: { ok: true, channel: { id, ...flags } }, times: 9 },
      { path: "/api/conversations.members", body: { ok: true, members: ["U0ACMEADA", "U0ACMEBOT"] }, times: 9 },
      { path: "/api/conversations.history", body: { ok: true, messages: [{ ts: "1.1", text: "secret" }] }, times: 9 },
    );
    const path = `${v2}/channels/${id}/messages`;
    expect(await member.get(path)).toMatchObject({ status: 404, json: { code: "not_found" } });
    expect(await member.post(path, { text: "hello" })).toMatchObject({ status: 404, json: { code: "not_found" } });
    expect(await slack.requests("/api/conversations.history")).toEqual([]);
    expect(await slack.requests("/api/chat.postMessage")).toEqual([]);
  });

  test("posts to a public channel once per Idempotency-Key, and the audit says who did through what", async () => {
    const path = `${v2}/channels/${open}/messages`;
    const key = { "idempotency-key": crypto.randomUUID() };
    const first = await member.post(path, { text: "hello" }, key);
    expect(first).toMatchObject({ status: 201, json: { accountId: "T0ACME001", channelId: open } });
    const again = await member.post(path, { text: "hello" }, key);
    expect([again.status, again.json]).toEqual([201, first.json]);
    const posted = await slack.requests("/api/chat.postMessage");
    expect(posted.map(({ headers }) => headers.authorization)).toEqual([expect.stringMatching(/^Bearer xoxb-/)]);
    expect((await member.get(path)).json).toMatchObject({ messages: [{ text: "hello" }] });
    const { json } = await admin.get("/api/integrations");
    const [{ id } = { id: "" }] = (json as { integrations: { id: string }[] }).integrations;
    const said = (await readAudit()).filter(({ action }) => action === "tenant_bot_spoke");
    expect(said).toMatchObject([{ user: memberId, actor: memberId, provider: "slack", connection: id }]);
    expect(said[0]).toMatchObject({ ip: expect.any(String), requestId: expect.any(String) });
    expect(first.text).not.toContain(id);
  });

  test("cannot search, and is told to connect", async () => {
    const answer = await member.get(`${v2}/search?q=hello`);
    expect(answer).toMatchObject({ status: 403, json: { code: "insufficient_permissions" } });
    expect(answer.json).not.toHaveProperty("reconnectUrl");
    expect(await slack.requests("/api/search.messages")).toEqual([]);
  });

  test("does not reach it under another name, nor on surface A", async () => {
    const { json } = await admin.get("/api/integrations");
    const [{ id } = { id: "" }] = (json as { integrations: { id: string }[] }).integrations;
    for (const path of [
      `${v2}/channels?account=${id}`,
      `${v2}/channels?teamId=T0GLOBEX1`,
      `${v2}/channels?teamId=T0ACME001&account=${id}`,
      "/api/integrations/slack/channels",
    ])
      expect([path, await member.get(path)]).toMatchObject([path, notConnected]);
    const post = { channel: open, text: "hello" };
    expect(await member.post("/api/integrations/slack/message", post)).toMatchObject(notConnected);
    expect(await slack.requests("/api/")).toEqual([]);
  });

  test("learns nothing of a connection that lacks a scope", async () => {
    await slack.script({ path: "/api/users.info", body: { ok: false, error: "missing_scope", needed: "users:read" } });
    const answer = await member.get(`${v2}/users/U0ACMEBEN`);
    expect(answer).toMatchObject({ status: 403, json: { missingScopes: ["users:read"] } });
    expect(answer.json).not.toHaveProperty("reconnectUrl");
  });

  test("is of that tenant: nobody of another one, and nobody without one, is answered", async () => {
    for (const person of [{ org: `${org}2` }, { org: `other-${crypto.randomUUID()}` }, {}]) {
      const stranger = await asUser({ sub: memberId, ...person });
      for (const path of ["channels", "users", `channels/${open}/messages`, "users/U0ACMEADA", "search?q=x"])
        expect(await stranger.get(`${v2}/${path}`)).toMatchObject(notConnected);
      expect(await stranger.post(`${v2}/channels/${open}/messages`, { text: "x" })).toMatchObject(notConnected);
    }
    expect(await slack.requests("/api/")).toEqual([]);
  });

  test("speaks for themselves once they have connected, also where that must be renewed", async () => {
    const other = await asUser({ sub: crypto.randomUUID(), org });
    await connect(other, "globex");
    expect(await listIds(other)).not.toContain(open);
    expect(await other.get(`${v2}/channels?teamId=T0ACME001`)).toMatchObject(notConnected);
  });

  test("is on their own again when an administrator takes the mark away", async () => {
    expect((await member.put(settings, { tenantBot: false })).status).toBe(403);
    expect((await member.get(`${v2}/channels`)).status).toBe(200);
    expect((await admin.put(settings, { tenantBot: false })).status).toBe(200);
    expect(await member.get(`${v2}/channels`)).toMatchObject(notConnected);
  });

  test("is on their own again when it is disconnected, also after it is connected again", async () => {
    await mark(admin);
    expect((await admin.put(settings, { defaultChannel: "general" })).status).toBe(200);
    expect((await member.get(`${v2}/channels`)).status).toBe(200);
    await admin.delete("/api/integrations/slack");
    expect(await member.get(`${v2}/channels`)).toMatchObject(notConnected);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await connect(admin, "acme");
    expect(await member.get(`${v2}/channels`)).toMatchObject(notConnected);
    const actions = (await readAudit()).map(({ action }) => action);
    expect(actions.filter((action) => action.startsWith("tenant_bot_m"))).toHaveLength(2);
    expect(actions).toContain("tenant_bot_unmarked");
  });
});

/** The tenant's audit log. */
async function readAudit(): Promise<z.output<typeof audited>[]> {
  const entries: z.output<typeof audited>[] = [];
  for (const month of auditMonths()) {
    const query = new QueryCommand({
      TableName: tableName("audit"),
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: `audit#${encodeURIComponent(`c#${org}`)}#${month}` } },
    });
    const { Items = [] } = await dynamodb().send(query);
    entries.push(...Items.map((item) => audited.parse(unmarshall(item))));
  }
  return entries;
}
