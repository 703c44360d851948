// Several accounts at one provider, and connecting one of them again.
import { setTimeout as wait } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { consent, start } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import { outcomeOf, refused, succeeded } from "./support/callback.ts";
import { connected, idOf, listOf, problem } from "./support/connections.ts";
import { freshWorld } from "./support/reset.ts";
import { allRevoked, standing } from "./support/revoker.ts";
import { type Someone, someone } from "./support/someone.ts";

beforeEach(freshWorld);

/** `connectedAt` counts seconds; what comes later shall be later. */
const aMoment = () => wait(1100);

async function withTwoWorkspaces(): Promise<Someone> {
  const user = await someone();
  await connected(user, "slack", { account: "acme" });
  await aMoment();
  await connected(user, "slack", { account: "globex" });
  return user;
}

async function channelNames(user: Someone, query = ""): Promise<string[]> {
  const { json } = await user.get(`/api/integrations/slack/channels${query}`);
  const { channels } = json as { channels: { name: string }[] };
  return channels.map(({ name }) => name);
}

test("lists two workspaces as two connections", async () => {
  const user = await withTwoWorkspaces();
  expect((await listOf(user)).map(({ accountName }) => accountName)).toEqual(["Globex", "Acme"]);
});

test("means the most recently connected account when none is named", async () => {
  const names = await channelNames(await withTwoWorkspaces());
  expect(names).toContain("support");
  expect(names).not.toContain("releases");
});

test("means the account that is named", async () => {
  const user = await withTwoWorkspaces();
  const names = await channelNames(user, `?account=${await idOf(user, "Acme")}`);
  expect(names).toContain("releases");
  expect(names).not.toContain("support");
});

test("finds nothing for an account that is not connected", async () => {
  const user = await withTwoWorkspaces();
  const answer = await user.get(`/api/integrations/slack/channels?account=${"A".repeat(22)}`);
  expect(answer).toMatchObject(problem(404, "not_connected"));
});

test("keeps id and connectedAt when an account is connected again, so it does not become the default", async () => {
  const user = await withTwoWorkspaces();
  const before = (await listOf(user)).map(({ id, connectedAt }) => ({ id, connectedAt }));
  await aMoment();
  await connected(user, "slack", { account: "acme" });
  expect((await listOf(user)).map(({ id, connectedAt }) => ({ id, connectedAt }))).toEqual(before);
});

test("makes a connection that needed it work again", async () => {
  const user = await someone();
  await connected(user, "figma");
  await sandbox("figma").revokeGrants();
  await user.post("/api/integrations/figma/refresh");
  const [broken] = await listOf(user);
  await connected(user, "figma");
  expect(broken?.status).toBe("reconnect_needed");
  const { id, connectedAt } = broken ?? {};
  expect(await listOf(user)).toMatchObject([{ id, connectedAt, status: "active", connected: true }]);
});

test("reconnects the account that was meant", async () => {
  const user = await withTwoWorkspaces();
  const url = await start(user, "slack", { account: await idOf(user, "Acme") });
  const answer = await user.visit(await consent(url, { account: "acme" }));
  expect(outcomeOf(answer)).toEqual(succeeded("slack"));
});

test("refuses another account than the one to reconnect, and gives its grant back", async () => {
  const user = await someone();
  await connected(user, "gmail");
  const before = await listOf(user);
  const url = await start(user, "gmail", { account: before[0]?.id ?? "" });
  const answer = await user.visit(await consent(url, { account: "ben@example.com" }));
  expect(outcomeOf(answer)).toEqual(refused("gmail", "account_mismatch"));
  expect(await listOf(user)).toEqual(before);
  await expect.poll(() => standing("google")).toEqual({ live: ["ada@example.com"], revoked: ["ben@example.com"] });
});

test("refuses another account also in a browser it does not know", async () => {
  const user = await someone();
  await connected(user, "gmail");
  const url = await start(user, "gmail", { account: await idOf(user, "ada@example.com") });
  user.cookies.clear();
  const answer = await user.visit(await consent(url, { account: "ben@example.com" }));
  expect(outcomeOf(answer)).toEqual(refused("gmail", "account_mismatch"));
});

test("gives an account back that was connected to nobody", async () => {
  const user = await someone();
  const url = await start(user, "gmail", { account: "A".repeat(22) });
  const answer = await user.visit(await consent(url));
  expect(outcomeOf(answer)).toEqual(refused("gmail", "account_mismatch"));
  await allRevoked("google");
});
