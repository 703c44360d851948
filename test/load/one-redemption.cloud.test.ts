// A hundred calls at once. Runs alone: beside other tests the machine could not serve them within their deadlines.
import { describe, expect, test } from "vitest";
import { type ProviderId, providerIds } from "../../lib/provider-ids.ts";
import { type Account, connectAccount, getSandbox } from "../connections/support/account.ts";
import { createUseEvent, listRedemptions } from "../connections/support/calls.ts";
import { startContainer, startDataContainer } from "../connections/support/containers.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { createTokenEvent } from "../connections/support/token-reads.ts";

resetBeforeEach();

/** Connects with single-use refresh tokens and expires the access token, so that only the first refresh can succeed. */
async function connectExpired(provider: ProviderId): Promise<Account> {
  await getSandbox(provider).behave({ rotation: true, reuseDetection: true });
  const account = await connectAccount(provider);
  await account.setRemainingSeconds(-10);
  await getSandbox(provider).expireTokens();
  return account;
}

async function callHundredTimes(account: Account, processes: number): Promise<number[]> {
  const containers = await Promise.all(Array.from({ length: processes }, () => startDataContainer(account.provider)));
  const calls = Array.from({ length: 100 }, (_, at) => containers[at % processes]?.invoke(createUseEvent(account)));
  return (await Promise.all(calls)).map((answer) => answer?.statusCode ?? 0);
}

describe.each(["figma", "slack", "github"] as const)("with a single-use refresh token of %s", (provider) => {
  test.each([1, 8])("100 calls over %i processes redeem it once and all succeed", async (processes) => {
    const account = await connectExpired(provider);
    const statuses = await callHundredTimes(account, processes);
    expect(statuses).toEqual(Array.from({ length: 100 }, () => 200));
    const redeemed = await listRedemptions(provider);
    expect(redeemed).toHaveLength(1);
    expect((await getSandbox(provider).grants()).some(({ revoked }) => revoked)).toBe(false);
  });
});

/** Every provider but those above: services read their tokens, whether or not it has endpoints for users. */
const others = providerIds.filter((id) => !["figma", "slack", "github"].includes(id));

test.each(others)("40 services that read a token of %s at once redeem its refresh token once", async (provider) => {
  const account = await connectExpired(provider);
  const event = await createTokenEvent(account);
  const containers = await Promise.all(Array.from({ length: 4 }, () => startContainer("oauth/token")));
  const reads = Array.from({ length: 40 }, (_, at) => containers[at % containers.length]?.invoke(event));
  const answers = (await Promise.all(reads)).map((answer) => JSON.parse(String(answer?.body)).accessToken);
  expect([new Set(answers).size, answers[0]]).toEqual([1, expect.any(String)]);
  expect(await listRedemptions(provider)).toHaveLength(1);
});
