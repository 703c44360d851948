import { expect, test } from "vitest";
import { problemAnswer } from "./support/connections.ts";
import { listRows } from "./support/tables.ts";
import { createUser } from "./support/test-user.ts";

const path = "/api/integrations/slack/settings";
const all = { message: "all", mail: "all", event: "all", file: "all", issue: "all" };
const defaults = { webhookEnabled: false, autoSync: false, notificationPreferences: { activity: all } };
const changed = {
  webhookEnabled: true,
  autoSync: true,
  notificationPreferences: {
    activity: { ...all, message: "mentions", file: "none" },
    slackChannel: "C0123",
  },
  teamId: "1001",
  defaultChannel: "C0999",
};

test("has defaults for a user who never changed anything", async () => {
  const { status, json } = await (await createUser()).get(path);
  expect({ status, json }).toEqual({ status: 200, json: defaults });
});

test("keeps what was set", async () => {
  const user = await createUser();
  expect(await user.put(path, changed)).toMatchObject({ status: 200, json: changed });
  expect((await user.get(path)).json).toEqual(changed);
});

test("replaces the settings as a whole", async () => {
  const user = await createUser();
  await user.put(path, changed);
  await user.put(path, { autoSync: true });
  expect((await user.get(path)).json).toEqual({ ...defaults, autoSync: true });
});

test("keeps the settings of each provider apart", async () => {
  const user = await createUser();
  await user.put(path, changed);
  expect((await user.get("/api/integrations/figma/settings")).json).toEqual(defaults);
});

test("shows another user, also of the same tenant, the defaults", async () => {
  const [user, colleague] = [await createUser(), await createUser()];
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
  const user = await createUser();
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
  const user = await createUser();
  await user.put(path, changed);
  const entries = (await listRows("audit")).filter((entry) => entry.user === user.sub);
  expect(entries).toMatchObject([{ action: "settings", provider: "slack", actor: user.sub }]);
  expect(JSON.stringify(entries)).not.toContain("C0999");
});
