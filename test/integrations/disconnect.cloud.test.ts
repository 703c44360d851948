import { beforeEach, expect, test } from "vitest";
import { connectAccount, getConnectionId, listConnections, problemAnswer } from "./support/connections.ts";
import { facts } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { listRows } from "./support/tables.ts";
import { createUser, type TestUser } from "./support/test-user.ts";

beforeEach(resetWorld);

const listUserRows = async (user: TestUser) => (await listRows("connections")).filter((row) => row.user === user.sub);
const listCachedRows = async (user: TestUser) =>
  (await listRows("transient", "cache#")).filter(({ pk }) => pk.includes(encodeURIComponent(user.sub)));

test.each(Object.entries(facts))("disconnects %s and says so by its name", async (provider, { displayName }) => {
  const user = await createUser();
  await connectAccount(user, provider as keyof typeof facts);
  const { status, json } = await user.delete(`/api/integrations/${provider}`);
  const message = `${displayName} integration disconnected successfully`;
  expect({ status, json }).toEqual({ status: 200, json: { message, provider, activity: "removed" } });
  expect(await listConnections(user)).toEqual([]);
});

test("leaves no row of a connection behind: no token, no route, no share", async () => {
  const user = await createUser();
  await connectAccount(user, "slack");
  expect((await listUserRows(user)).map(({ pk }) => pk.split("#")[0]).sort()).toEqual([
    "owner",
    "route",
    "route",
    "share",
  ]);
  await user.delete("/api/integrations/slack");
  expect(await listUserRows(user)).toEqual([]);
});

test("answers the second disconnect as the first", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  const first = await user.delete("/api/integrations/figma");
  const second = await user.delete("/api/integrations/figma");
  expect([second.status, second.json]).toEqual([first.status, first.json]);
});

test("answers a disconnect without a connection the same", async () => {
  const { status, json } = await (await createUser()).delete("/api/integrations/figma");
  const message = "Figma integration disconnected successfully";
  expect({ status, json }).toEqual({ status: 200, json: { message, provider: "figma", activity: "removed" } });
});

test("answers ten simultaneous disconnects the same and audits one", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  const answers = await Promise.all(Array.from({ length: 10 }, () => user.delete("/api/integrations/figma")));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  const entries = (await listRows("audit")).filter((entry) => entry.user === user.sub && entry.action === "disconnect");
  expect(entries).toHaveLength(1);
});

test("disconnects one account of two when it is named", async () => {
  const user = await createUser();
  await connectAccount(user, "slack", { account: "acme" });
  await connectAccount(user, "slack", { account: "globex" });
  await user.delete(`/api/integrations/slack?account=${await getConnectionId(user, "Acme")}`);
  expect((await listConnections(user)).map(({ accountName }) => accountName)).toEqual(["Globex"]);
});

test("disconnects all accounts of the provider when none is named", async () => {
  const user = await createUser();
  await connectAccount(user, "slack", { account: "acme" });
  await connectAccount(user, "slack", { account: "globex" });
  await connectAccount(user, "figma");
  await user.delete("/api/integrations/slack");
  expect((await listConnections(user)).map(({ provider }) => provider)).toEqual(["figma"]);
});

test("answers the data endpoints as not connected at once", async () => {
  const user = await createUser();
  await connectAccount(user, "github");
  await user.delete("/api/integrations/github");
  expect(await user.get("/api/integrations/github/repositories")).toMatchObject(problemAnswer(404, "not_connected"));
});

test("deletes the account's cached data", async () => {
  const user = await createUser();
  await connectAccount(user, "slack");
  await user.get("/api/integrations/slack/channels");
  expect(await listCachedRows(user)).toHaveLength(1);
  await user.delete("/api/integrations/slack");
  expect(await listCachedRows(user)).toEqual([]);
});

test("audits the disconnect", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  const id = await getConnectionId(user, "Ada");
  await user.delete("/api/integrations/figma");
  // Two seconds later the revocation job writes its audit entry.
  const entries = (await listRows("audit")).filter(
    (entry) => entry.user === user.sub && entry.actor !== "revoke-grants",
  );
  expect(entries.map(({ action }) => action).sort()).toEqual(["connect", "disconnect"]);
  expect(entries).toContainEqual(expect.objectContaining({ action: "disconnect", provider: "figma", connection: id }));
});

test.each(["", "../figma", "a b", "x".repeat(65), "%00"])("refuses %j as the id of an account", async (account) => {
  const user = await createUser();
  await connectAccount(user, "figma");
  const answer = await user.delete(`/api/integrations/figma?account=${encodeURIComponent(account)}`);
  expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
  expect(await listConnections(user)).toHaveLength(1);
});
