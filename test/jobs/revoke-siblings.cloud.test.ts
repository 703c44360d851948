// Connections that share one grant at the provider: disconnecting one must not break the others.
import { beforeEach, expect, test } from "vitest";
import { connectAccount, listConnections } from "../integrations/support/connections.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { listGrants, waitUntilAllRevoked } from "../integrations/support/revoker.ts";
import { waitUntilNothingHeld } from "../integrations/support/tables.ts";
import { createUser } from "../integrations/support/test-user.ts";
import { connectInBrowser } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import { shortenVisibility } from "./support/revocations.ts";

beforeEach(resetWorld);
shortenVisibility();

test("keeps Gmail working when Calendar of the same account is disconnected", async () => {
  const user = await createUser();
  await connectAccount(user, "gmail");
  await connectAccount(user, "calendar");
  await user.delete("/api/integrations/calendar");
  await waitUntilNothingHeld(user);
  expect((await listGrants("google")).revoked).toEqual([]);
  expect((await user.get("/api/v2/gmail/messages")).status).toBe(200);
});

test("revokes the grant with the last connection on it", async () => {
  const user = await createUser();
  await connectAccount(user, "gmail");
  await connectAccount(user, "calendar");
  await user.delete("/api/integrations/calendar");
  await waitUntilNothingHeld(user);
  await user.delete("/api/integrations/gmail");
  await waitUntilAllRevoked("google");
});

test("revokes the grant when both connections end at once", async () => {
  const user = await createUser();
  await connectAccount(user, "gmail");
  await connectAccount(user, "calendar");
  await Promise.all([user.delete("/api/integrations/calendar"), user.delete("/api/integrations/gmail")]);
  await waitUntilAllRevoked("google");
});

test("counts a colleague's connection of the same account as a sibling", async () => {
  const [user, colleague] = [await createUser(), await createUser("globex")];
  await connectAccount(user, "gmail");
  await connectAccount(colleague, "gmail");
  await user.delete("/api/integrations/gmail");
  await waitUntilNothingHeld(user);
  expect((await colleague.get("/api/v2/gmail/messages")).status).toBe(200);
});

test("counts no connection of another account as a sibling", async () => {
  const user = await createUser();
  await connectAccount(user, "gmail", { account: "ada@example.com" });
  await connectAccount(user, "calendar", { account: "ben@example.com" });
  await user.delete("/api/integrations/gmail");
  await waitUntilNothingHeld(user);
  expect(await listGrants("google")).toEqual({ live: ["ben@example.com"], revoked: ["ada@example.com"] });
});

test("does not revoke the token of a refused reconnect while its connection exists", async () => {
  const user = await createUser();
  await connectAccount(user, "gmail");
  await sandbox("google").behave({ grantedScopes: ["openid"] });
  await connectInBrowser(user, "gmail");
  await waitUntilNothingHeld(user);
  expect((await listGrants("google")).revoked).toEqual([]);
  expect(await listConnections(user)).toMatchObject([{ connected: true }]);
});

const slackGrants = async () => {
  const grants = (await sandbox("slack").grants()) as readonly ({ kind?: string } & {
    account: string;
    revoked: boolean;
  })[];
  return grants.filter(({ revoked }) => !revoked).map(({ account, kind }) => `${account} ${kind}`);
};

test("keeps a workspace's bot token while another connection of the team exists, and revokes the person's", async () => {
  const [user, colleague] = [await createUser(), await createUser()];
  await connectAccount(user, "slack", { account: "acme" });
  await connectAccount(colleague, "slack", { account: "acme-ben" });
  await user.delete("/api/integrations/slack");
  await waitUntilNothingHeld(user);
  expect(await slackGrants()).toEqual(["acme bot", "acme-ben bot", "acme-ben user"]);
});

test("revokes the bot with the team's last connection", async () => {
  const [user, colleague] = [await createUser(), await createUser()];
  await connectAccount(user, "slack", { account: "globex" });
  await connectAccount(colleague, "slack", { account: "acme" });
  await user.delete("/api/integrations/slack");
  await waitUntilNothingHeld(user);
  expect(await slackGrants()).toEqual(["acme bot", "acme user"]);
});

test("keeps a person's token while another of our users has connected the same person", async () => {
  const [user, colleague] = [await createUser(), await createUser("globex")];
  await connectInBrowser(user, "slack", { account: "acme" });
  await connectInBrowser(colleague, "slack", { account: "acme" });
  await user.delete("/api/integrations/slack");
  await waitUntilNothingHeld(user);
  expect((await slackGrants()).filter((grant) => grant === "acme user")).toHaveLength(2);
});
