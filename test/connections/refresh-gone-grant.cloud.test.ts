import { describe, expect, test } from "vitest";
import { type ProviderId, providerIds } from "../../lib/provider-ids.ts";
import { cloud } from "../support/cloud.ts";
import { connectInBrowser } from "../support/flow.ts";
import { type Account, connectAccount, getSandbox } from "./support/account.ts";
import { listAuditedActions } from "./support/audit.ts";
import { createUseEvent, dataCalls, listRedemptions, useAccount } from "./support/calls.ts";
import { startDataContainer } from "./support/containers.ts";
import { resetBeforeEach } from "./support/reset.ts";
import { readAccountToken } from "./support/token-reads.ts";
import { useWhile } from "./support/use-while.ts";

resetBeforeEach();

/** The data call of the provider, or where it has none the reading of its token by a service. */
const useAnyAccount = (account: Account) =>
  dataCalls[account.provider].run === "" ? readAccountToken(account) : useAccount(account);

/** Connects an account whose user then removed the app at the provider, and whose access token has expired. */
async function connectRemoved(provider: ProviderId): Promise<Account> {
  await getSandbox(provider).behave({ rotation: true });
  const account = await connectAccount(provider);
  await account.setRemainingSeconds(-10);
  await getSandbox(provider).revokeGrants();
  return account;
}

describe.each(providerIds)("a %s grant that is gone", (provider) => {
  test("asks for a reconnect, with the address for it", async () => {
    const account = await connectRemoved(provider);
    const { id } = await account.readStored();
    const reconnectUrl = `${cloud().origin}/settings/integrations?provider=${provider}&reconnect=${id}`;
    expect(await useAnyAccount(account)).toMatchObject({
      status: 409,
      json: { code: "reconnect_required", reconnectUrl, success: false },
    });
  });

  test("is listed as not connected", async () => {
    const account = await connectRemoved(provider);
    await useAnyAccount(account);
    const listed = await account.user.get("/api/integrations");
    expect(listed.json).toMatchObject({
      integrations: [
        { provider, connected: false, status: "expired", isExpired: true, reconnectUrl: expect.any(String) },
      ],
    });
  });
});

test("the provider is not asked again about a grant that is gone", async () => {
  const account = await connectRemoved("github");
  await useAccount(account);
  await getSandbox("github").forgetRequests();
  for (const _ of [1, 2, 3]) expect((await useAccount(account)).status).toBe(409);
  expect(await getSandbox("github").requests()).toEqual([]);
});

test("many callers that meet a grant that is gone mark it once in the audit, after one redemption", async () => {
  const account = await connectRemoved("github");
  const containers = await Promise.all([1, 2, 3, 4].map(() => startDataContainer("github")));
  const calls = Array.from({ length: 20 }, (_, at) => containers[at % 4]?.invoke(createUseEvent(account)));
  const statuses = (await Promise.all(calls)).map((answer) => answer?.statusCode);
  expect(new Set(statuses)).toEqual(new Set([409]));
  expect(await listAuditedActions(account)).toEqual(["connect", "reconnect_needed"]);
  expect(await listRedemptions("github")).toHaveLength(1);
});

test("reconnecting a marked account makes it usable again", async () => {
  const account = await connectRemoved("github");
  await useAccount(account);
  await connectInBrowser(account.user, "github");
  expect((await useAccount(account)).status).toBe(200);
});

test("a grant that another Lambda renewed meanwhile is not marked by the one whose refresh token was used up", async () => {
  await getSandbox("figma").behave({ rotation: true, reuseDetection: false });
  const account = await connectAccount("figma");
  await account.setRemainingSeconds(-10);
  const spent = (await account.readStored()).tokens;
  await useAccount(account);
  // A Lambda that reads before the refresh and redeems after it.
  const renewed = await account.readStored();
  await account.change({ tokens: spent, version: "as it was" });
  await account.setRemainingSeconds(-10);
  // Held at its second read, after its refresh token was refused.
  const { answer } = await useWhile(account, { operation: "GetItem", keyPrefix: "owner#" }, () =>
    account.change({ tokens: renewed.tokens, version: renewed.version }),
  );
  expect(answer.status).toBe(200);
  expect((await account.readStored()).status).toBe("active");
});
