import { expect, test } from "vitest";
import { connectInBrowser } from "../support/flow.ts";
import { spy } from "../support/spy.ts";
import { type Account, connectAccount, getSandbox } from "./support/account.ts";
import { listAuditedActions } from "./support/audit.ts";
import { createUseEvent, listRedemptions, useAccount } from "./support/calls.ts";
import { startDataContainer } from "./support/containers.ts";
import { startFaultyStore } from "./support/faulty-store.ts";
import { resetBeforeEach } from "./support/reset.ts";
import { useWhile } from "./support/use-while.ts";

resetBeforeEach();

/** Connects with a single-use refresh token: if the new one is not stored, access is lost. */
async function connectExpired(): Promise<Account> {
  await getSandbox("figma").behave({ rotation: true });
  const account = await connectAccount("figma");
  await account.setRemainingSeconds(-10);
  await getSandbox("figma").expireTokens();
  return account;
}

async function expectUsableAgain(account: Account): Promise<void> {
  await account.setRemainingSeconds(-10);
  await getSandbox("figma").expireTokens();
  expect((await useAccount(account)).status).toBe(200);
}

/** The update that stores tokens, of the refreshing Lambda only and not of background Lambdas. */
const storing = {
  service: "dynamodb",
  operation: "UpdateItem",
  attribute: "tokens",
  lambda: "figma-read-file",
} as const;

/** The SDK makes three attempts. */
const sdkAttempts = 3;

test("a new pair survives that the store fails twice", async () => {
  const account = await connectExpired();
  await spy.breakNext({ ...storing, action: "error500", times: 2 * sdkAttempts });
  expect((await useAccount(account)).status).toBe(200);
  expect(await listRedemptions("figma")).toHaveLength(1);
  await expectUsableAgain(account);
});

test("a new pair survives that the store is throttled", async () => {
  const account = await connectExpired();
  await spy.breakNext({ ...storing, action: "throttle", times: 2 * sdkAttempts });
  expect((await useAccount(account)).status).toBe(200);
  await expectUsableAgain(account);
});

test("a new pair survives that its update meets a transaction on the row", async () => {
  const account = await connectExpired();
  const lambda = await startDataContainer("figma", await startFaultyStore("busy", "tokens", 2));
  expect((await lambda.invoke(createUseEvent(account))).statusCode).toBe(200);
  await expectUsableAgain(account);
});

test("a stored pair whose acknowledgement was lost is used, and audited once", async () => {
  const account = await connectExpired();
  const lambda = await startDataContainer("figma", await startFaultyStore("answer-lost", "tokens", 1));
  expect((await lambda.invoke(createUseEvent(account))).statusCode).toBe(200);
  expect(await listRedemptions("figma")).toHaveLength(1);
  expect(await listAuditedActions(account)).toEqual(["connect", "refresh"]);
  await expectUsableAgain(account);
});

/** The audit's row of the refreshing Lambda. */
const auditing = { service: "dynamodb", operation: "PutItem", keyPrefix: "audit#", lambda: "figma-read-file" } as const;

test("a refresh is audited although the audit fails twice", async () => {
  const account = await connectExpired();
  await spy.breakNext({ ...auditing, action: "error500", times: 2 * sdkAttempts });
  expect((await useAccount(account)).status).toBe(200);
  expect(await listAuditedActions(account)).toEqual(["connect", "refresh"]);
});

test("a new pair survives that it cannot be audited", async () => {
  const account = await connectExpired();
  await spy.breakNext({ ...auditing, action: "throttle", times: 1000 });
  expect((await useAccount(account)).status).toBe(200);
  await spy.forget();
  await expectUsableAgain(account);
});

/** The update that stores renewed tokens. */
const renewing = { operation: "UpdateItem", attribute: "tokens" };

test("a reconnect during a refresh is not overwritten by it", async () => {
  const account = await connectExpired();
  const { answer, found: reconnected } = await useWhile(account, renewing, async () => {
    await connectInBrowser(account.user, "figma");
    return account.readStored();
  });
  expect(answer.status).toBe(200);
  expect(await account.readStored()).toMatchObject({ version: reconnected.version, tokens: reconnected.tokens });
});

test("a disconnect during a refresh stays a disconnect", async () => {
  const account = await connectExpired();
  const { answer } = await useWhile(account, renewing, () => account.user.delete("/api/integrations/figma"));
  expect(answer.status).toBe(409);
  expect((await account.user.get("/api/integrations")).json).toEqual({ integrations: [] });
});

test("a grant that is gone is marked although the first try meets another write on the row", async () => {
  const account = await connectExpired();
  await getSandbox("figma").revokeGrants();
  const lambda = await startDataContainer("figma", await startFaultyStore("conflict", "lostReason", 1));
  await lambda.invoke(createUseEvent(account));
  await lambda.invoke(createUseEvent(account));
  expect((await account.readStored()).status).toBe("reconnect_needed");
});

test("a call that meets another's transaction on the row waits for it", async () => {
  const account = await connectExpired();
  const lambda = await startDataContainer("figma", await startFaultyStore("busy", "lease", 1));
  expect((await lambda.invoke(createUseEvent(account))).statusCode).toBe(200);
  expect(await listRedemptions("figma")).toHaveLength(1);
});
