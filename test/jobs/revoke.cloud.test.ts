import { beforeEach, expect, test } from "vitest";
import { connected } from "../integrations/support/connections.ts";
import { sandboxOf } from "../integrations/support/facts.ts";
import { freshWorld } from "../integrations/support/reset.ts";
import { allRevoked } from "../integrations/support/revoker.ts";
import { someone } from "../integrations/support/someone.ts";
import { nothingHeldFor, rowsOf } from "../integrations/support/tables.ts";
import { spy } from "../support/spy.ts";
import { againAsDeployed, againSoon } from "./support/revocations.ts";

beforeEach(freshWorld);
againSoon();

test.each([
  ["slack", "slack"],
  ["gmail", "google"],
  ["calendar", "google"],
] as const)("revokes the grant at the provider after %s is disconnected", async (provider, at) => {
  const user = await someone();
  await connected(user, provider);
  await user.delete(`/api/integrations/${provider}`);
  await allRevoked(at);
  await nothingHeldFor(user);
});

test("deletes the token at GitHub with the application's own credentials", async () => {
  const user = await someone();
  await connected(user, "github");
  await user.delete("/api/integrations/github");
  await nothingHeldFor(user);
  const asked = await sandboxOf("github").requests("/applications/");
  expect(asked).toMatchObject([{ method: "DELETE", path: "/applications/sandbox-github-client/token", status: 204 }]);
});

test("gives Google the refresh token, which ends the access tokens too", async () => {
  const user = await someone();
  await connected(user, "gmail");
  await user.delete("/api/integrations/gmail");
  await nothingHeldFor(user);
  const [asked, ...more] = await sandboxOf("gmail").requests("/revoke");
  expect(new URLSearchParams(asked?.body).get("token")).toMatch(/^1\/\/sandbox-/);
  expect(more).toEqual([]);
});

test("revokes the bot's and the person's token at Slack", async () => {
  const user = await someone();
  await connected(user, "slack");
  await user.delete("/api/integrations/slack");
  await nothingHeldFor(user);
  expect(await sandboxOf("slack").requests("/api/auth.revoke")).toHaveLength(2);
});

test("asks Figma for nothing, which has no way to revoke, and forgets the tokens", async () => {
  const user = await someone();
  await connected(user, "figma");
  await sandboxOf("figma").forgetRequests();
  await user.delete("/api/integrations/figma");
  await nothingHeldFor(user);
  expect(await sandboxOf("figma").requests()).toEqual([]);
});

test("is done with a grant that the provider has ended already", async () => {
  const user = await someone();
  await connected(user, "gmail");
  await sandboxOf("gmail").revokeGrants();
  await user.delete("/api/integrations/gmail");
  await nothingHeldFor(user);
});

test("revokes without a second attempt although the grant is stored a second after its message was sent", async () => {
  await againAsDeployed();
  const user = await someone();
  await connected(user, "gmail");
  await spy.breakNext({
    service: "dynamodb",
    operation: "TransactWriteItems",
    lambda: "integrations-disconnect",
    action: "delay",
    ms: 1000,
  });
  await user.delete("/api/integrations/gmail");
  await allRevoked("google");
});

test("writes the revocation down for the audit", async () => {
  const user = await someone();
  await connected(user, "gmail");
  await user.delete("/api/integrations/gmail");
  await nothingHeldFor(user);
  const written = async () => (await rowsOf("audit")).filter((entry) => entry.user === user.sub);
  await expect
    .poll(written)
    .toContainEqual(expect.objectContaining({ action: "grant_revoked", actor: "revoke-grants", provider: "gmail" }));
});
