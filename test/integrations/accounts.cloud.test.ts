// Several accounts at one provider, and connecting one of them again.
import { setTimeout as wait } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { giveConsent, startFlow } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import { errorOutcome, getOutcome, successOutcome } from "./support/callback.ts";
import { connectAccount, getConnectionId, listConnections, problemAnswer } from "./support/connections.ts";
import { resetWorld } from "./support/reset.ts";
import { listGrants, waitUntilAllRevoked } from "./support/revoker.ts";
import { createUser, type TestUser } from "./support/test-user.ts";

beforeEach(resetWorld);

/** So that the next `connectedAt`, which is in seconds, is later. */
const waitOneSecond = () => wait(1100);

async function connectTwoWorkspaces(): Promise<TestUser> {
  const user = await createUser();
  await connectAccount(user, "slack", { account: "acme" });
  await waitOneSecond();
  await connectAccount(user, "slack", { account: "globex" });
  return user;
}

async function channelNames(user: TestUser, query = ""): Promise<string[]> {
  const { json } = await user.get(`/api/integrations/slack/channels${query}`);
  const { channels } = json as { channels: { name: string }[] };
  return channels.map(({ name }) => name);
}

test("lists two workspaces as two connections, each with its team, its person and both workspaces", async () => {
  const user = await connectTwoWorkspaces();
  const listed = await listConnections(user);
  const workspaces = [
    { id: "T0GLOBEX1", name: "Globex", account: listed[0]?.id },
    { id: "T0ACME001", name: "Acme", account: listed[1]?.id },
  ];
  expect(listed).toMatchObject([
    { accountName: "Globex", teamName: "Globex", providerUsername: "cleo", metadata: { workspaces } },
    { accountName: "Acme", teamName: "Acme", providerUsername: "ada", metadata: { workspaces } },
  ]);
});

test("lists nobody else's workspaces", async () => {
  const other = await createUser();
  await connectAccount(other, "slack", { account: "globex" });
  const user = await createUser();
  await connectAccount(user, "slack", { account: "acme" });
  const [listed] = await listConnections(user);
  expect(listed?.metadata).toEqual({ workspaces: [{ id: "T0ACME001", name: "Acme", account: listed?.id }] });
});

test("uses the most recently connected account when none is named", async () => {
  const names = await channelNames(await connectTwoWorkspaces());
  expect(names).toContain("support");
  expect(names).not.toContain("releases");
});

test("uses the account that is named", async () => {
  const user = await connectTwoWorkspaces();
  const names = await channelNames(user, `?account=${await getConnectionId(user, "Acme")}`);
  expect(names).toContain("releases");
  expect(names).not.toContain("support");
});

test("finds nothing for an account that is not connected", async () => {
  const user = await connectTwoWorkspaces();
  const answer = await user.get(`/api/integrations/slack/channels?account=${"A".repeat(22)}`);
  expect(answer).toMatchObject(problemAnswer(404, "not_connected"));
});

test("keeps id and connectedAt when an account is connected again, so it does not become the default", async () => {
  const user = await connectTwoWorkspaces();
  const before = (await listConnections(user)).map(({ id, connectedAt }) => ({ id, connectedAt }));
  await waitOneSecond();
  await connectAccount(user, "slack", { account: "acme" });
  expect((await listConnections(user)).map(({ id, connectedAt }) => ({ id, connectedAt }))).toEqual(before);
});

test("makes a connection that needed a reconnect work again", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  await sandbox("figma").revokeGrants();
  await user.post("/api/integrations/figma/refresh");
  const [broken] = await listConnections(user);
  await connectAccount(user, "figma");
  expect(broken?.status).toBe("expired");
  const { id, connectedAt } = broken ?? {};
  expect(await listConnections(user)).toMatchObject([{ id, connectedAt, status: "connected", connected: true }]);
});

test("reconnects the named account", async () => {
  const user = await connectTwoWorkspaces();
  const url = await startFlow(user, "slack", { account: await getConnectionId(user, "Acme") });
  const answer = await user.visit(await giveConsent(url, { account: "acme" }));
  expect(getOutcome(answer)).toEqual(successOutcome("slack"));
});

test("refuses another account than the one to reconnect, and revokes its grant", async () => {
  const user = await createUser();
  await connectAccount(user, "gmail");
  const before = await listConnections(user);
  const url = await startFlow(user, "gmail", { account: before[0]?.id ?? "" });
  const answer = await user.visit(await giveConsent(url, { account: "ben@example.com" }));
  expect(getOutcome(answer)).toEqual(errorOutcome("gmail", "account_mismatch"));
  expect(await listConnections(user)).toEqual(before);
  await expect.poll(() => listGrants("google")).toEqual({ live: ["ada@example.com"], revoked: ["ben@example.com"] });
});

test("refuses another account also in a browser it does not know", async () => {
  const user = await createUser();
  await connectAccount(user, "gmail");
  const url = await startFlow(user, "gmail", { account: await getConnectionId(user, "ada@example.com") });
  user.cookies.clear();
  const answer = await user.visit(await giveConsent(url, { account: "ben@example.com" }));
  expect(getOutcome(answer)).toEqual(errorOutcome("gmail", "account_mismatch"));
});

test("revokes the grant of an account that was connected to nobody", async () => {
  const user = await createUser();
  const url = await startFlow(user, "gmail", { account: "A".repeat(22) });
  const answer = await user.visit(await giveConsent(url));
  expect(getOutcome(answer)).toEqual(errorOutcome("gmail", "account_mismatch"));
  await waitUntilAllRevoked("google");
});
