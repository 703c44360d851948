import { expect, test } from "vitest";
import { httpEvent } from "../support/events.ts";
import { spy } from "../support/spy.ts";
import { type Account, connectAccount, getSandbox, nowSeconds } from "./support/account.ts";
import { createUseEvent, listRedemptions, useAccount } from "./support/calls.ts";
import { startContainer, startDataContainer } from "./support/containers.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

async function connectRotating(): Promise<Account> {
  await getSandbox("slack").behave({ rotation: true });
  return connectAccount("slack");
}

async function setExpiry(account: Account, set: "bot" | "user", expiresAt: number, issuedAt = expiresAt - 3600) {
  const { tokens } = await account.readStored();
  await account.change({ tokens: { ...tokens, [set]: { ...tokens[set], issuedAt, expiresAt } } });
}

test("renewing the bot's token leaves the person's alone", async () => {
  const account = await connectRotating();
  const { tokens } = await account.readStored();
  await setExpiry(account, "bot", nowSeconds() - 10);
  expect((await useAccount(account)).status).toBe(200);
  const stored = await account.readStored();
  expect(stored.tokens.user).toEqual(tokens.user);
  expect(stored.tokens.bot?.access).not.toEqual(tokens.bot?.access);
  expect(await listRedemptions("slack")).toHaveLength(1);
});

test("a person's expired token does not affect the bot", async () => {
  const account = await connectRotating();
  await setExpiry(account, "user", nowSeconds() - 10);
  expect((await useAccount(account)).status).toBe(200);
  expect(await listRedemptions("slack")).toEqual([]);
});

test("a refresh on demand renews both", async () => {
  const account = await connectRotating();
  const { tokens } = await account.readStored();
  expect((await account.user.post("/api/integrations/slack/refresh")).status).toBe(200);
  const stored = await account.readStored();
  expect(await listRedemptions("slack")).toHaveLength(2);
  expect(stored.tokens.bot?.refresh).not.toEqual(tokens.bot?.refresh);
  expect(stored.tokens.user?.refresh).not.toEqual(tokens.user?.refresh);
});

test("a call that waits while the person's token is renewed goes on to renew the bot's", async () => {
  const account = await connectRotating();
  await account.setRemainingSeconds(-10);
  await getSandbox("slack").expireTokens();
  await account.change({
    lease: { owner: "another", until: nowSeconds() + 30, version: (await account.readStored()).version },
  });
  const lambda = await startDataContainer("slack");
  const answered = lambda.invoke(createUseEvent(account));
  const polls = async () =>
    (await spy.calls("slack-list-channels")).filter(({ operation }) => operation === "GetItem").length;
  await expect.poll(polls).toBeGreaterThan(1);
  // The other Lambda finishes: the person's token and the version are new.
  await setExpiry(account, "user", nowSeconds() + 3600, nowSeconds());
  await account.change({ version: "after the person's", lease: { owner: "another", until: 0, version: "before" } });
  expect((await answered).statusCode).toBe(200);
  // No request with the expired token.
  expect(await getSandbox("slack").requests("/api/conversations.list")).toHaveLength(1);
});

test("two simultaneous refreshes of both sets invalidate no tokens", async () => {
  const account = await connectRotating();
  await account.setRemainingSeconds(-10);
  const lambdas = await Promise.all([1, 2].map(() => startContainer("integrations/refresh", "slack")));
  const event = httpEvent({ on: "POST /api/integrations/slack/refresh", claims: { ...account.person } });
  const answers = await Promise.all(lambdas.map((lambda) => lambda.invoke(event)));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  expect((await getSandbox("slack").grants()).some(({ revoked }) => revoked)).toBe(false);
  await getSandbox("slack").expireTokens();
  await account.setRemainingSeconds(-10);
  expect((await useAccount(account)).status).toBe(200);
});

test("a bot in constant use does not put off the renewal of the person's token", async () => {
  const account = await connectRotating();
  const old = nowSeconds() - 29 * 86_400;
  await setExpiry(account, "user", old + 43_200, old);
  await setExpiry(account, "bot", nowSeconds() - 10);
  await useAccount(account);
  expect((await account.readStored()).dueAt).toBeLessThan(nowSeconds() + 2 * 86_400);
});
