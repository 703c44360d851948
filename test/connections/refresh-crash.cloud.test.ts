import { expect, test } from "vitest";
import { type Account, connectAccount, getSandbox, nowSeconds } from "./support/account.ts";
import { createUseEvent, listRedemptions, tokenPath, useAccount } from "./support/calls.ts";
import { startDataContainer } from "./support/containers.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

/** Kills the Lambda after the provider has consumed the refresh token, before the new tokens are stored. */
async function killBeforeStore(rotation: boolean): Promise<Account> {
  await getSandbox("figma").behave({ rotation });
  const account = await connectAccount("figma");
  await account.setRemainingSeconds(-10);
  await getSandbox("figma").expireTokens();
  // Longer than needed: the Lambda is killed before its own time-out.
  await getSandbox("figma").script({ path: tokenPath.figma, delayMs: 20_000, workFirst: true });
  const killed = await startDataContainer("figma");
  const from = nowSeconds();
  const answer = killed.invoke(createUseEvent(account));
  await expect.poll(() => listRedemptions("figma")).toHaveLength(1);
  await Promise.all([killed.stop(), expect(answer).rejects.toThrow("has ended")]);
  const { lease } = await account.readStored();
  expect(lease?.until).toBeGreaterThan(from + 20);
  await account.change({ lease: { ...lease, until: nowSeconds() - 1 } });
  return account;
}

test("after a crash the old refresh token is tried once more, and used if the provider accepts it", async () => {
  const account = await killBeforeStore(false);
  expect((await useAccount(account)).status).toBe(200);
  expect(await listRedemptions("figma")).toHaveLength(2);
});

test("after a crash with a single-use refresh token the account is marked, after one more try and never again", async () => {
  const account = await killBeforeStore(true);
  for (const _ of [1, 2, 3]) expect((await useAccount(account)).status).toBe(409);
  expect(await listRedemptions("figma")).toHaveLength(2);
  expect((await account.readStored()).status).toBe("reconnect_needed");
});

test("an answer lost on the way is no reason to mark the account", async () => {
  await getSandbox("github").behave({ rotation: true });
  const account = await connectAccount("github");
  await account.setRemainingSeconds(-10);
  await getSandbox("github").script({ path: tokenPath.github, workFirst: true, drop: true });
  expect((await useAccount(account)).status).toBe(503);
  expect((await account.readStored()).status).toBe("active");
});

test("after a lost answer the old refresh token is tried once more, not in a loop", async () => {
  await getSandbox("github").behave({ rotation: true });
  const account = await connectAccount("github");
  await account.setRemainingSeconds(-10);
  await getSandbox("github").script({ path: tokenPath.github, workFirst: true, drop: true });
  await useAccount(account);
  await account.change({ refreshNotBefore: 0 });
  for (const _ of [1, 2, 3]) expect((await useAccount(account)).status).toBe(409);
  expect(await listRedemptions("github")).toHaveLength(2);
});
