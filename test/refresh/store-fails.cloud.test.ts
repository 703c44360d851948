import { expect, test } from "vitest";
import { connect } from "../support/flow.ts";
import { spy } from "../support/spy.ts";
import { type Account, connected, sandboxOf } from "./support/account.ts";
import { audited } from "./support/audit.ts";
import { redemptions, useAccount, useEvent } from "./support/calls.ts";
import { dataContainer } from "./support/containers.ts";
import { oddStore } from "./support/odd-store.ts";
import { resetBeforeEach } from "./support/reset.ts";
import { usedWhile } from "./support/used-while.ts";

resetBeforeEach();

/** A single-use refresh token: what is not stored is lost for good. */
async function expired(): Promise<Account> {
  await sandboxOf("figma").behave({ rotation: true });
  const account = await connected("figma");
  await account.leave(-10);
  await sandboxOf("figma").expireTokens();
  return account;
}

async function expectUsableAgain(account: Account): Promise<void> {
  await account.leave(-10);
  await sandboxOf("figma").expireTokens();
  expect((await useAccount(account)).status).toBe(200);
}

/** The Lambda that renews, and none of those that work in the background. */
const storing = { service: "dynamodb", operation: "TransactWriteItems", lambda: "figma-read-file" } as const;

/** The SDK itself tries three times. */
const sdkAttempts = 3;

test("a new pair survives that the store fails twice", async () => {
  const account = await expired();
  await spy.breakNext({ ...storing, action: "error500", times: 2 * sdkAttempts });
  expect((await useAccount(account)).status).toBe(200);
  expect(await redemptions("figma")).toHaveLength(1);
  await expectUsableAgain(account);
});

test("a new pair survives that the store is throttled", async () => {
  const account = await expired();
  await spy.breakNext({ ...storing, action: "throttle", times: 2 * sdkAttempts });
  expect((await useAccount(account)).status).toBe(200);
  await expectUsableAgain(account);
});

test("a new pair survives that its transaction meets another write on the row", async () => {
  const account = await expired();
  const lambda = await dataContainer("figma", await oddStore("conflict", 2));
  expect((await lambda.invoke(useEvent(account))).statusCode).toBe(200);
  await expectUsableAgain(account);
});

test("a stored pair whose acknowledgement was lost is used, and audited once", async () => {
  const account = await expired();
  const lambda = await dataContainer("figma", await oddStore("answer-lost", 1));
  expect((await lambda.invoke(useEvent(account))).statusCode).toBe(200);
  expect(await redemptions("figma")).toHaveLength(1);
  expect(await audited(account)).toEqual(["connect", "refresh"]);
  await expectUsableAgain(account);
});

/** The token is renewed, and cannot be stored. */
const renewing = { operation: "TransactWriteItems" };

test("a reconnect during a refresh is not overwritten by it", async () => {
  const account = await expired();
  const { answer, found: reconnected } = await usedWhile(account, renewing, async () => {
    await connect(account.user, "figma");
    return account.stored();
  });
  expect(answer.status).toBe(200);
  expect(await account.stored()).toMatchObject({ version: reconnected.version, tokens: reconnected.tokens });
});

test("a disconnect during a refresh stays a disconnect", async () => {
  const account = await expired();
  const { answer } = await usedWhile(account, renewing, () => account.user.delete("/api/integrations/figma"));
  expect(answer.status).toBe(409);
  expect((await account.user.get("/api/integrations")).json).toEqual({ integrations: [] });
});

test("a grant that is gone is marked although the first try meets another write on the row", async () => {
  const account = await expired();
  await sandboxOf("figma").revokeGrants();
  const lambda = await dataContainer("figma", await oddStore("conflict", 1));
  await lambda.invoke(useEvent(account));
  await lambda.invoke(useEvent(account));
  expect((await account.stored()).status).toBe("reconnect_needed");
});

test("a call that meets another's transaction on the row waits for it", async () => {
  const account = await expired();
  const lambda = await dataContainer("figma", await oddStore("busy", 1));
  expect((await lambda.invoke(useEvent(account))).statusCode).toBe(200);
  expect(await redemptions("figma")).toHaveLength(1);
});
