import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { spy } from "../support/spy.ts";
import { type Account, connected, nowSeconds, sandboxOf } from "./support/account.ts";
import { redemptions, tokenPath, useAccount, useEvent } from "./support/calls.ts";
import { dataContainer } from "./support/containers.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

/** As another Lambda would leave it: `until` in seconds from now. */
async function leased(account: Account, until: number, version?: string): Promise<void> {
  const current = (await account.stored()).version;
  await account.change({ lease: { owner: "another", until: nowSeconds() + until, version: version ?? current } });
}

async function expired(): Promise<Account> {
  const account = await connected("figma");
  await account.leave(-10);
  return account;
}

test("waits while another holds the lease, and redeems when it has run out", async () => {
  const account = await expired();
  await leased(account, 2);
  const answered = useAccount(account);
  await sleep(1000);
  expect(await redemptions("figma")).toEqual([]);
  expect((await answered).status).toBe(200);
  expect(await redemptions("figma")).toHaveLength(1);
});

test("gives up with 503 and Retry-After when the holder never finishes", async () => {
  const account = await expired();
  await leased(account, 30);
  const answer = await useAccount(account);
  expect(answer).toMatchObject({ status: 503, json: { code: "provider_unavailable" } });
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await redemptions("figma")).toEqual([]);
  expect((await account.stored()).status).toBe("active");
});

test("serves with a token that is still good while another holds the lease", async () => {
  const account = await connected("figma");
  await account.leave(60);
  await leased(account, 30);
  expect((await useAccount(account)).status).toBe(200);
  expect(await redemptions("figma")).toEqual([]);
});

test("takes over at once a lease that a crash has left behind", async () => {
  const account = await expired();
  await leased(account, -1);
  expect((await useAccount(account)).status).toBe(200);
  expect(await redemptions("figma")).toHaveLength(1);
});

test("heeds no lease of an earlier version", async () => {
  const account = await expired();
  await leased(account, 30, "an earlier version");
  expect((await useAccount(account)).status).toBe(200);
});

test("a failure leaves a lease alone that has passed to another", async () => {
  const account = await expired();
  await sandboxOf("figma").script({ path: tokenPath.figma, delayMs: 1500, status: 503 });
  const answered = useAccount(account);
  await expect.poll(async () => (await account.stored()).lease).toBeDefined();
  await leased(account, 30);
  expect((await answered).status).toBe(503);
  const { lease, refreshNotBefore } = await account.stored();
  expect(lease?.owner).toBe("another");
  expect(refreshNotBefore).toBeUndefined();
});

test("a slow winner stores its pair although its lease has passed to another", async () => {
  await sandboxOf("figma").behave({ rotation: true });
  const account = await expired();
  const { version } = await account.stored();
  await sandboxOf("figma").script({ path: tokenPath.figma, delayMs: 1500, workFirst: true });
  const answered = useAccount(account);
  await expect.poll(async () => (await account.stored()).lease).toBeDefined();
  await leased(account, -1);
  expect((await answered).status).toBe(200);
  const stored = await account.stored();
  expect(stored.version).not.toBe(version);
  expect(stored.lease).toBeUndefined();
});

test("the pair a slow winner stored can be redeemed again", async () => {
  await sandboxOf("figma").behave({ rotation: true });
  const account = await expired();
  await sandboxOf("figma").script({ path: tokenPath.figma, delayMs: 800, workFirst: true });
  const answered = useAccount(account);
  await expect.poll(async () => (await account.stored()).lease).toBeDefined();
  await leased(account, 30);
  await answered;
  await account.leave(-10);
  await sandboxOf("figma").expireTokens();
  expect((await useAccount(account)).status).toBe(200);
});

test("callers behind holders that fail one after another give up before the gateway does", async () => {
  const account = await expired();
  const lambda = await dataContainer("figma");
  await spy.breakNext({ service: "kms", action: "hang", times: 1000 });
  const from = performance.now();
  const answers = await Promise.all(Array.from({ length: 12 }, () => lambda.invoke(useEvent(account))));
  expect(performance.now() - from).toBeLessThan(20_000);
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([503]));
});
