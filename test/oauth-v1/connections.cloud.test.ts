import { beforeEach, expect, test } from "vitest";
import { connected, listOf } from "../integrations/support/connections.ts";
import { freshWorld } from "../integrations/support/reset.ts";
import { allRevoked } from "../integrations/support/revoker.ts";
import { type Someone, someone } from "../integrations/support/someone.ts";
import { consent } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";

beforeEach(freshWorld);

async function connectOnV1(user: Someone, service: "slack" | "gmail"): Promise<void> {
  const { json } = await user.get(`/api/v1/oauth/${service}/start`);
  await user.visit(await consent(new URL((json as { authUrl: string }).authUrl)));
}

const bodyOf = async (user: Someone, path: string) => (await user.get(`/api/v1/oauth/${path}`)).json;

test.each([
  ["is connected", true],
  ["is not connected", false],
])("answers the status of a service that %s in the shape of its contract", async (_, connected) => {
  const user = await someone();
  if (connected) await connectOnV1(user, "slack");
  const expected = { success: true, data: { service: "slack", connected }, service: "slack", connected };
  expect(await bodyOf(user, "slack/status")).toEqual(expected);
});

test("answers no connections in the shape of its contract", async () => {
  const expected = { success: true, data: { connections: [] }, connections: [] };
  expect(await bodyOf(await someone(), "connections")).toEqual(expected);
});

test("lists each connection with its service and its end, and nothing else", async () => {
  const user = await someone();
  await connectOnV1(user, "gmail");
  const connections = [{ service: "gmail", expiresAt: expect.stringMatching(/Z$/), isExpired: false }];
  expect(await bodyOf(user, "connections")).toEqual({ success: true, data: { connections }, connections });
});

test("lists a token without end with no end", async () => {
  const user = await someone();
  await connectOnV1(user, "slack");
  const connections = [{ service: "slack", expiresAt: null, isExpired: false }];
  expect(await bodyOf(user, "connections")).toMatchObject({ connections });
});

test("shows a connection of the first surface", async () => {
  const user = await someone();
  await connected(user, "slack");
  expect(await bodyOf(user, "slack/status")).toMatchObject({ connected: true });
  expect(await bodyOf(user, "connections")).toMatchObject({ connections: [{ service: "slack" }] });
});

test("has its connections shown on the first surface", async () => {
  const user = await someone();
  await connectOnV1(user, "slack");
  expect(await listOf(user)).toMatchObject([{ provider: "slack", connected: true, accountName: "Acme" }]);
});

test("keeps one connection when the same account is connected on both surfaces", async () => {
  const user = await someone();
  await connected(user, "slack");
  await connectOnV1(user, "slack");
  expect(await listOf(user)).toHaveLength(1);
});

test("takes a connection whose grant is gone for not connected", async () => {
  const user = await someone();
  await connected(user, "figma");
  await sandbox("figma").revokeGrants();
  await user.post("/api/integrations/figma/refresh");
  expect(await bodyOf(user, "figma/status")).toMatchObject({ connected: false });
  expect(await bodyOf(user, "connections")).toMatchObject({ connections: [{ service: "figma", isExpired: true }] });
});

test("disconnects all accounts of a service, on both surfaces, and tells the provider", async () => {
  const user = await someone();
  await connected(user, "slack", { account: "acme" });
  await connected(user, "slack", { account: "globex" });
  const { status, json } = await user.delete("/api/v1/oauth/slack/disconnect");
  const body = { success: true, message: "slack disconnected successfully" };
  expect({ status, json }).toEqual({ status: 200, json: body });
  expect(await listOf(user)).toEqual([]);
  await allRevoked("slack");
});

test("answers a second disconnect as the first", async () => {
  const user = await someone();
  await connectOnV1(user, "gmail");
  const answers = [
    await user.delete("/api/v1/oauth/gmail/disconnect"),
    await user.delete("/api/v1/oauth/gmail/disconnect"),
  ];
  expect(answers[1]?.json).toEqual(answers[0]?.json);
});

test("is disconnected by the first surface too", async () => {
  const user = await someone();
  await connectOnV1(user, "slack");
  await user.delete("/api/integrations/slack");
  expect(await bodyOf(user, "slack/status")).toMatchObject({ connected: false });
});

test("disconnects nobody else", async () => {
  const [user, other] = [await someone(), await someone()];
  await connectOnV1(user, "slack");
  await other.delete("/api/v1/oauth/slack/disconnect");
  expect(await bodyOf(user, "slack/status")).toMatchObject({ connected: true });
});
