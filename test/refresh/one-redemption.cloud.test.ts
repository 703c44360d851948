import { describe, expect, test } from "vitest";
import { type Account, connected, sandboxOf } from "./support/account.ts";
import { redemptions, useEvent } from "./support/calls.ts";
import { dataContainer } from "./support/containers.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

/** Single-use refresh tokens, an access token that is over at the provider too: only the winner's new one is any good. */
async function expired(provider: "figma" | "slack" | "github"): Promise<Account> {
  await sandboxOf(provider).behave({ rotation: true, reuseDetection: true });
  const account = await connected(provider);
  await account.leave(-10);
  await sandboxOf(provider).expireTokens();
  return account;
}

async function hundredCalls(account: Account, processes: number): Promise<number[]> {
  const containers = await Promise.all(Array.from({ length: processes }, () => dataContainer(account.provider)));
  const call = async (at: number) => (await containers[at % processes]?.invoke(useEvent(account)))?.statusCode ?? 0;
  const statuses = await Promise.all(Array.from({ length: 100 }, (_, at) => call(at)));
  return again(statuses, call);
}

/** A machine that is too busy for a hundred at once puts some off (503): they try again in a moment, as the answer says, one by one. */
async function again(statuses: readonly number[], call: (at: number) => Promise<number>): Promise<number[]> {
  const settled: number[] = [];
  for (const [at, status] of statuses.entries()) settled.push(status === 503 ? await call(at) : status);
  return settled;
}

describe.each(["figma", "slack", "github"] as const)("with a single-use refresh token of %s", (provider) => {
  test.each([1, 8])("100 calls over %i processes redeem it once and all succeed", async (processes) => {
    const account = await expired(provider);
    const statuses = await hundredCalls(account, processes);
    expect(statuses).toEqual(Array.from({ length: 100 }, () => 200));
    const redeemed = await redemptions(provider);
    expect(redeemed).toHaveLength(1);
    expect((await sandboxOf(provider).grants()).some(({ revoked }) => revoked)).toBe(false);
  });
});
