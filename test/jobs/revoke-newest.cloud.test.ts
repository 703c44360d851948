// What is dropped is revoked with the newest tokens there are.
import { beforeEach, expect, test } from "vitest";
import { connectAccount as connect } from "../connections/support/account.ts";
import { tokenPath, useAccount } from "../connections/support/calls.ts";
import { connectAccount } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { waitUntilNothingHeld } from "../integrations/support/tables.ts";
import { createUser } from "../integrations/support/test-user.ts";
import { shortenVisibility } from "./support/revocations.ts";

beforeEach(resetWorld);
shortenVisibility();

const listLiving = async () => (await getSandbox("slack").grants()).filter(({ revoked }) => !revoked);

test("a pair that was being renewed while its account was disconnected is revoked too", async () => {
  await getSandbox("slack").behave({ rotation: true, reuseDetection: false });
  const account = await connect("slack");
  await account.setRemainingSeconds(-10);
  await getSandbox("slack").script({ path: tokenPath.slack, workFirst: true, delayMs: 3000 });
  const used = useAccount(account);
  await expect.poll(async () => (await account.readStored()).lease).toBeDefined();
  await account.user.delete("/api/integrations/slack");
  expect((await used).status).toBe(409);
  await expect.poll(listLiving, { timeout: 60_000, interval: 1000 }).toEqual([]);
}, 90_000);

test("an access token that Slack calls expired does not save its refresh token", async () => {
  await getSandbox("slack").behave({ rotation: true });
  const user = await createUser();
  await connectAccount(user, "slack");
  // By our clock it has not expired.
  await getSandbox("slack").expireTokens();
  await user.delete("/api/integrations/slack");
  await waitUntilNothingHeld(user);
  expect(await listLiving()).toEqual([]);
});

test("a pair that was renewed for its revocation is revoked by the next attempt", async () => {
  await getSandbox("slack").behave({ rotation: true, reuseDetection: false });
  const account = await connect("slack");
  await account.setRemainingSeconds(-10);
  await getSandbox("slack").script({ path: "/api/auth.revoke", status: 503, times: 1 });
  await account.user.delete("/api/integrations/slack");
  await expect.poll(listLiving, { timeout: 60_000, interval: 500 }).toEqual([]);
}, 90_000);
