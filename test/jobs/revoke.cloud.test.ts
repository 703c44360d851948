import { beforeEach, expect, test } from "vitest";
import { connectAccount } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { waitUntilAllRevoked } from "../integrations/support/revoker.ts";
import { listRows, waitUntilNothingHeld } from "../integrations/support/tables.ts";
import { createUser } from "../integrations/support/test-user.ts";
import { spy } from "../support/spy.ts";
import { restoreVisibility, shortenVisibility } from "./support/revocations.ts";

beforeEach(resetWorld);
shortenVisibility();

test.each([
  ["slack", "slack"],
  ["gmail", "google"],
  ["calendar", "google"],
  ["salesforce", "salesforce"],
  ["hubspot", "hubspot"],
  ["shopify", "shopify"],
  ["clio", "clio"],
] as const)("revokes the grant at the provider after %s is disconnected", async (provider, at) => {
  const user = await createUser();
  await connectAccount(user, provider);
  await user.delete(`/api/integrations/${provider}`);
  await waitUntilAllRevoked(at);
  await waitUntilNothingHeld(user);
});

test("deletes the token at GitHub with the application's own credentials", async () => {
  const user = await createUser();
  await connectAccount(user, "github");
  await user.delete("/api/integrations/github");
  await waitUntilNothingHeld(user);
  const asked = await getSandbox("github").requests("/applications/");
  expect(asked).toMatchObject([{ method: "DELETE", path: "/applications/sandbox-github-client/token", status: 204 }]);
});

test("gives Google the refresh token, which ends the access tokens too", async () => {
  const user = await createUser();
  await connectAccount(user, "gmail");
  await user.delete("/api/integrations/gmail");
  await waitUntilNothingHeld(user);
  const [asked, ...more] = await getSandbox("gmail").requests("/revoke");
  expect(new URLSearchParams(asked?.body).get("token")).toMatch(/^1\/\/sandbox-/);
  expect(more).toEqual([]);
});

test("revokes the bot's and the person's token at Slack", async () => {
  const user = await createUser();
  await connectAccount(user, "slack");
  await user.delete("/api/integrations/slack");
  await waitUntilNothingHeld(user);
  expect(await getSandbox("slack").requests("/api/auth.revoke")).toHaveLength(2);
});

test("sends Figma nothing, because it has no revocation endpoint, and deletes the tokens", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  await getSandbox("figma").forgetRequests();
  await user.delete("/api/integrations/figma");
  await waitUntilNothingHeld(user);
  expect(await getSandbox("figma").requests()).toEqual([]);
});

test("counts a grant as revoked when the provider has already ended it", async () => {
  const user = await createUser();
  await connectAccount(user, "gmail");
  await getSandbox("gmail").revokeGrants();
  await user.delete("/api/integrations/gmail");
  await waitUntilNothingHeld(user);
});

test("revokes without a second attempt although the grant is stored a second after its message was sent", async () => {
  await restoreVisibility();
  const user = await createUser();
  await connectAccount(user, "gmail");
  await spy.breakNext({
    service: "dynamodb",
    operation: "TransactWriteItems",
    lambda: "integrations-disconnect",
    action: "delay",
    ms: 1000,
  });
  await user.delete("/api/integrations/gmail");
  await waitUntilAllRevoked("google");
});

test("records the revocation in the audit", async () => {
  const user = await createUser();
  await connectAccount(user, "gmail");
  await user.delete("/api/integrations/gmail");
  await waitUntilNothingHeld(user);
  const listAuditEntries = async () => (await listRows("audit")).filter((entry) => entry.user === user.sub);
  await expect
    .poll(listAuditEntries)
    .toContainEqual(expect.objectContaining({ action: "grant_revoked", actor: "revoke-grants", provider: "gmail" }));
});
