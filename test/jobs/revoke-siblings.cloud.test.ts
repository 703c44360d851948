// Connections that live on one grant of the provider: ending one must not end the others.
import { beforeEach, expect, test } from "vitest";
import { connected, listOf } from "../integrations/support/connections.ts";
import { freshWorld } from "../integrations/support/reset.ts";
import { allRevoked, standing } from "../integrations/support/revoker.ts";
import { someone } from "../integrations/support/someone.ts";
import { nothingHeldFor } from "../integrations/support/tables.ts";
import { connect } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import { againSoon } from "./support/revocations.ts";

beforeEach(freshWorld);
againSoon();

test("leaves Gmail alive when Calendar of the same account is disconnected", async () => {
  const user = await someone();
  await connected(user, "gmail");
  await connected(user, "calendar");
  await user.delete("/api/integrations/calendar");
  await nothingHeldFor(user);
  expect((await standing("google")).revoked).toEqual([]);
  expect((await user.get("/api/v2/gmail/messages")).status).toBe(200);
});

test("revokes the grant with the last connection on it", async () => {
  const user = await someone();
  await connected(user, "gmail");
  await connected(user, "calendar");
  await user.delete("/api/integrations/calendar");
  await nothingHeldFor(user);
  await user.delete("/api/integrations/gmail");
  await allRevoked("google");
});

test("revokes the grant when both connections end at once", async () => {
  const user = await someone();
  await connected(user, "gmail");
  await connected(user, "calendar");
  await Promise.all([user.delete("/api/integrations/calendar"), user.delete("/api/integrations/gmail")]);
  await allRevoked("google");
});

test("counts a colleague's connection of the same account as a sibling", async () => {
  const [user, colleague] = [await someone(), await someone("globex")];
  await connected(user, "gmail");
  await connected(colleague, "gmail");
  await user.delete("/api/integrations/gmail");
  await nothingHeldFor(user);
  expect((await colleague.get("/api/v2/gmail/messages")).status).toBe(200);
});

test("counts no connection of another account as a sibling", async () => {
  const user = await someone();
  await connected(user, "gmail", { account: "ada@example.com" });
  await connected(user, "calendar", { account: "ben@example.com" });
  await user.delete("/api/integrations/gmail");
  await nothingHeldFor(user);
  expect(await standing("google")).toEqual({ live: ["ben@example.com"], revoked: ["ada@example.com"] });
});

test("spares the token of a refused reconnect while the connection it belongs to lives", async () => {
  const user = await someone();
  await connected(user, "gmail");
  await sandbox("google").behave({ grantedScopes: ["openid"] });
  await connect(user, "gmail");
  await nothingHeldFor(user);
  expect((await standing("google")).revoked).toEqual([]);
  expect(await listOf(user)).toMatchObject([{ connected: true }]);
});

const slackGrants = async () => {
  const grants = (await sandbox("slack").grants()) as readonly ({ kind?: string } & {
    account: string;
    revoked: boolean;
  })[];
  return grants.filter(({ revoked }) => !revoked).map(({ account, kind }) => `${account} ${kind}`);
};

test("spares a workspace's bot while another connection of the team lives, and revokes the person", async () => {
  const [user, colleague] = [await someone(), await someone()];
  await connected(user, "slack", { account: "acme" });
  await connected(colleague, "slack", { account: "acme-ben" });
  await user.delete("/api/integrations/slack");
  await nothingHeldFor(user);
  expect(await slackGrants()).toEqual(["acme bot", "acme-ben bot", "acme-ben user"]);
});

test("revokes the bot with the team's last connection", async () => {
  const [user, colleague] = [await someone(), await someone()];
  await connected(user, "slack", { account: "globex" });
  await connected(colleague, "slack", { account: "acme" });
  await user.delete("/api/integrations/slack");
  await nothingHeldFor(user);
  expect(await slackGrants()).toEqual(["acme bot", "acme user"]);
});

test("spares a person's token while another user of ours has connected the same person", async () => {
  const [user, colleague] = [await someone(), await someone("globex")];
  await connect(user, "slack", { account: "acme" });
  await connect(colleague, "slack", { account: "acme" });
  await user.delete("/api/integrations/slack");
  await nothingHeldFor(user);
  expect((await slackGrants()).filter((grant) => grant === "acme user")).toHaveLength(2);
});
