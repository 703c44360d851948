import { beforeEach, expect, test } from "vitest";
import { connectAccount, listConnections } from "../integrations/support/connections.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { waitUntilAllRevoked } from "../integrations/support/revoker.ts";
import { createUser, type TestUser } from "../integrations/support/test-user.ts";
import { giveConsent } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";

beforeEach(resetWorld);

async function connectOnV1(user: TestUser, service: "slack" | "gmail"): Promise<void> {
  const { json } = await user.get(`/api/v1/oauth/${service}/start`);
  await user.visit(await giveConsent(new URL((json as { authUrl: string }).authUrl)));
}

const readBody = async (user: TestUser, path: string) => (await user.get(`/api/v1/oauth/${path}`)).json;

test.each([
  ["is connected", true],
  ["is not connected", false],
])("answers the status of a service that %s in the shape of its contract", async (_, connected) => {
  const user = await createUser();
  if (connected) await connectOnV1(user, "slack");
  const expected = { success: true, data: { service: "slack", connected }, service: "slack", connected };
  expect(await readBody(user, "slack/status")).toEqual(expected);
});

test("returns an empty list in the shape of the contract", async () => {
  const expected = { success: true, data: { connections: [] }, connections: [] };
  expect(await readBody(await createUser(), "connections")).toEqual(expected);
});

test("lists each connection with its service and its end, and nothing else", async () => {
  const user = await createUser();
  await connectOnV1(user, "gmail");
  const connections = [{ service: "gmail", expiresAt: expect.stringMatching(/Z$/), isExpired: false }];
  expect(await readBody(user, "connections")).toEqual({ success: true, data: { connections }, connections });
});

test("lists a token without expiry without an expiry", async () => {
  const user = await createUser();
  await connectOnV1(user, "slack");
  const connections = [{ service: "slack", expiresAt: null, isExpired: false }];
  expect(await readBody(user, "connections")).toMatchObject({ connections });
});

test("shows a connection of the first surface", async () => {
  const user = await createUser();
  await connectAccount(user, "slack");
  expect(await readBody(user, "slack/status")).toMatchObject({ connected: true });
  expect(await readBody(user, "connections")).toMatchObject({ connections: [{ service: "slack" }] });
});

test("has its connections shown on the first surface", async () => {
  const user = await createUser();
  await connectOnV1(user, "slack");
  expect(await listConnections(user)).toMatchObject([{ provider: "slack", connected: true, accountName: "Acme" }]);
});

test("keeps one connection when the same account is connected on both surfaces", async () => {
  const user = await createUser();
  await connectAccount(user, "slack");
  await connectOnV1(user, "slack");
  expect(await listConnections(user)).toHaveLength(1);
});

test("shows a connection whose grant no longer exists as not connected", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  await sandbox("figma").revokeGrants();
  await user.post("/api/integrations/figma/refresh");
  expect(await readBody(user, "figma/status")).toMatchObject({ connected: false });
  expect(await readBody(user, "connections")).toMatchObject({ connections: [{ service: "figma", isExpired: true }] });
});

test("disconnects all accounts of a service, on both surfaces, and revokes at the provider", async () => {
  const user = await createUser();
  await connectAccount(user, "slack", { account: "acme" });
  await connectAccount(user, "slack", { account: "globex" });
  const { status, json } = await user.delete("/api/v1/oauth/slack/disconnect");
  const body = { success: true, message: "slack disconnected successfully", activity: "removed" };
  expect({ status, json }).toEqual({ status: 200, json: body });
  expect(await listConnections(user)).toEqual([]);
  await waitUntilAllRevoked("slack");
});

test("answers a second disconnect as the first", async () => {
  const user = await createUser();
  await connectOnV1(user, "gmail");
  const answers = [
    await user.delete("/api/v1/oauth/gmail/disconnect"),
    await user.delete("/api/v1/oauth/gmail/disconnect"),
  ];
  expect(answers[1]?.json).toEqual(answers[0]?.json);
});

test("is disconnected by the first surface too", async () => {
  const user = await createUser();
  await connectOnV1(user, "slack");
  await user.delete("/api/integrations/slack");
  expect(await readBody(user, "slack/status")).toMatchObject({ connected: false });
});

test("disconnects nobody else", async () => {
  const [user, other] = [await createUser(), await createUser()];
  await connectOnV1(user, "slack");
  await other.delete("/api/v1/oauth/slack/disconnect");
  expect(await readBody(user, "slack/status")).toMatchObject({ connected: true });
});
