import { expect, test } from "vitest";
import { type Account, connected, nowSeconds, sandboxOf } from "./support/account.ts";
import { redemptions, tokenPath, useAccount, useEvent } from "./support/calls.ts";
import { dataContainer } from "./support/containers.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

/** The provider has spent the refresh token and answered, and the Lambda is killed before it can store anything. */
async function killedBeforeTheStore(rotation: boolean): Promise<Account> {
  await sandboxOf("figma").behave({ rotation });
  const account = await connected("figma");
  await account.leave(-10);
  await sandboxOf("figma").expireTokens();
  // Nobody waits for the answer: the Lambda is killed before it gives up by itself.
  await sandboxOf("figma").script({ path: tokenPath.figma, delayMs: 20_000, workFirst: true });
  const killed = await dataContainer("figma");
  const from = nowSeconds();
  const answer = killed.invoke(useEvent(account));
  await expect.poll(() => redemptions("figma")).toHaveLength(1);
  await Promise.all([killed.stop(), expect(answer).rejects.toThrow("has ended")]);
  const { lease } = await account.stored();
  expect(lease?.until).toBeGreaterThan(from + 20);
  await account.change({ lease: { ...lease, until: nowSeconds() - 1 } });
  return account;
}

test("after a crash the old refresh token is tried once more, and a provider that takes it serves on", async () => {
  const account = await killedBeforeTheStore(false);
  expect((await useAccount(account)).status).toBe(200);
  expect(await redemptions("figma")).toHaveLength(2);
});

test("after a crash with a single-use refresh token the account is marked, after one more try and never again", async () => {
  const account = await killedBeforeTheStore(true);
  for (const _ of [1, 2, 3]) expect((await useAccount(account)).status).toBe(409);
  expect(await redemptions("figma")).toHaveLength(2);
  expect((await account.stored()).status).toBe("reconnect_needed");
});

test("an answer lost on the way is no reason to mark the account", async () => {
  await sandboxOf("github").behave({ rotation: true });
  const account = await connected("github");
  await account.leave(-10);
  await sandboxOf("github").script({ path: tokenPath.github, workFirst: true, drop: true });
  expect((await useAccount(account)).status).toBe(503);
  expect((await account.stored()).status).toBe("active");
});

test("after a lost answer the old refresh token is tried once more, not in a loop", async () => {
  await sandboxOf("github").behave({ rotation: true });
  const account = await connected("github");
  await account.leave(-10);
  await sandboxOf("github").script({ path: tokenPath.github, workFirst: true, drop: true });
  await useAccount(account);
  await account.change({ refreshNotBefore: 0 });
  for (const _ of [1, 2, 3]) expect((await useAccount(account)).status).toBe(409);
  expect(await redemptions("github")).toHaveLength(2);
});
