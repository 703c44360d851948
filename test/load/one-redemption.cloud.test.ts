// A hundred calls at once: alone, since a machine that is busy with other tests does not serve them within their deadlines.
import { describe, expect, test } from "vitest";
import { type Account, connected, sandboxOf } from "../refresh/support/account.ts";
import { redemptions, useEvent } from "../refresh/support/calls.ts";
import { dataContainer } from "../refresh/support/containers.ts";
import { resetBeforeEach } from "../refresh/support/reset.ts";

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
  const calls = Array.from({ length: 100 }, (_, at) => containers[at % processes]?.invoke(useEvent(account)));
  return (await Promise.all(calls)).map((answer) => answer?.statusCode ?? 0);
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
