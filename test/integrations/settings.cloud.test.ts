import { describe, expect, test } from "vitest";
import { sandbox } from "../support/sandbox.ts";
import { spy } from "../support/spy.ts";
import { connectAccount, problemAnswer } from "./support/connections.ts";
import { listRows } from "./support/tables.ts";
import { createUser, type TestUser } from "./support/test-user.ts";

const path = "/api/integrations/slack/settings";
const all = { message: "all", mail: "all", event: "all", file: "all", issue: "all" };
const defaults = {
  webhookEnabled: false,
  autoSync: false,
  assistantWrites: false,
  notificationPreferences: { activity: all },
};
const changed = {
  webhookEnabled: true,
  autoSync: true,
  assistantWrites: true,
  notificationPreferences: {
    activity: { ...all, message: "mentions", file: "none" },
    slackChannel: "C0ACME4",
  },
  teamId: "1001",
  defaultChannel: "C0999",
};

/** A user who can have notifications posted to Slack. */
async function createSlackUser(): Promise<TestUser> {
  const user = await createUser();
  await connectAccount(user, "slack");
  return user;
}

test("has defaults for a user who never changed anything", async () => {
  const { status, json } = await (await createUser()).get(path);
  expect({ status, json }).toEqual({ status: 200, json: defaults });
});

test("keeps what was set", async () => {
  const user = await createSlackUser();
  expect(await user.put(path, changed)).toMatchObject({ status: 200, json: changed });
  expect((await user.get(path)).json).toEqual(changed);
});

test("replaces the settings as a whole", async () => {
  const user = await createSlackUser();
  await user.put(path, changed);
  await user.put(path, { autoSync: true });
  expect((await user.get(path)).json).toEqual({ ...defaults, autoSync: true });
});

test("keeps the settings of each provider apart", async () => {
  const user = await createSlackUser();
  await user.put(path, changed);
  expect((await user.get("/api/integrations/figma/settings")).json).toEqual(defaults);
});

test("shows another user, also of the same tenant, the defaults", async () => {
  const [user, colleague] = [await createSlackUser(), await createUser()];
  await user.put(path, changed);
  expect((await colleague.get(path)).json).toEqual(defaults);
});

test.each([
  ["an unknown field", { ...changed, theme: "dark" }],
  ["somebody else's id", { ...changed, userId: "victim", tenantId: "globex" }],
  ["a status and scopes", { ...changed, status: "active", scopes: ["admin"], role: "admin" }],
  ["sealed fields", { ...changed, encryptedToken: "x" }],
  ["an unknown kind of activity", { notificationPreferences: { activity: { ...all, weather: "all" } } }],
  ["a word for a switch", { webhookEnabled: "yes" }],
  ["an unknown reach", { notificationPreferences: { activity: { ...all, mail: "some" } } }],
  ["a team id that is none", { teamId: "../me" }],
  ["a list", []],
  ["nothing", null],
])("refuses settings with %s and leaves the stored ones as they are", async (_, body) => {
  const user = await createSlackUser();
  await user.put(path, changed);
  expect(await user.put(path, body)).toMatchObject(problemAnswer(400, "invalid_request"));
  expect((await user.get(path)).json).toEqual(changed);
});

test("refuses a body that is no JSON", async () => {
  const user = await createUser();
  const answer = await user.put(path, '{"autoSync":');
  expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
});

test("audits the change, without the values", async () => {
  const user = await createSlackUser();
  await user.put(path, changed);
  const entries = (await listRows("audit")).filter((entry) => entry.user === user.sub && entry.action === "settings");
  expect(entries).toMatchObject([{ action: "settings", provider: "slack", actor: user.sub }]);
  expect(JSON.stringify(entries)).not.toContain("C0999");
});

const toSlack = (slackChannel: string, more: object = {}) => ({ ...more, notificationPreferences: { slackChannel } });
const field = "notificationPreferences.slackChannel";
const mailSettings = "/api/integrations/gmail/settings";

describe("the Slack channel that notifications are posted to", () => {
  test.each(["C0ACME4", "releases", "#releases"])("may be %s, and is kept as it was given", async (channel) => {
    const user = await createSlackUser();
    expect(await user.put(mailSettings, toSlack(channel))).toMatchObject({ status: 200, json: toSlack(channel) });
    expect((await user.get(mailSettings)).json).toMatchObject(toSlack(channel));
  });

  test.each([
    ["no channel", "nowhere"],
    ["a channel of another workspace", "C0GLOBEX2"],
    ["a person", "U0ACMEBEN"],
    ["a private channel that the app is not in", "C0ACME5"],
    ["a path", "../../admin/channels"],
  ])("is refused when it is %s", async (_, channel) => {
    const user = await createSlackUser();
    const detail = `${field}: Slack shows you no open channel of this name or id.`;
    const answer = await user.put(mailSettings, toSlack(channel));
    expect(answer).toMatchObject({ status: 400, json: { code: "invalid_request", field, detail } });
    expect((await user.get(mailSettings)).json).toMatchObject({ notificationPreferences: { activity: all } });
  });

  test("is refused while Slack is not connected", async () => {
    const user = await createUser();
    const detail = `${field}: Slack is not connected. Connect it first, or choose no channel.`;
    expect(await user.put(mailSettings, toSlack("C0ACME4"))).toMatchObject({ status: 400, json: { field, detail } });
  });

  test("is not asked for again while it stays the same, also when Slack is gone by then", async () => {
    const user = await createSlackUser();
    await user.put(mailSettings, toSlack("C0ACME4"));
    await user.request("/api/integrations/slack", { method: "DELETE" });
    const saved = await user.put(mailSettings, toSlack("C0ACME4", { autoSync: true }));
    expect(saved).toMatchObject({ status: 200, json: toSlack("C0ACME4", { autoSync: true }) });
    expect(await user.put(mailSettings, { autoSync: false })).toMatchObject({ status: 200 });
  });

  test("cannot be changed while Slack does not answer, which says so and leaves the settings as they are", async () => {
    const user = await createSlackUser();
    await user.put(mailSettings, toSlack("C0ACME4"));
    await sandbox("slack").script({ path: "/api/conversations.list", status: 503, times: 20 });
    expect(await user.put(mailSettings, toSlack("other"))).toMatchObject(problemAnswer(503, "provider_unavailable"));
    await sandbox("slack").reset();
    expect((await user.get(mailSettings)).json).toMatchObject(toSlack("C0ACME4"));
  });

  test("costs no call of the store more than settings without it, which read the stored ones too", async () => {
    const user = await createSlackUser();
    const listCalls = (body: object) => spy.during(() => user.put(mailSettings, body), "integrations-write-settings");
    const without = await listCalls({ autoSync: true });
    const withChannel = await listCalls(toSlack("C0ACME4"));
    expect(withChannel.toSorted()).toEqual(without.toSorted());
  });
});
