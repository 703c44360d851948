// Refusals of a token endpoint that are not in RFC 6749: known ones end the grant, unknown ones when they last.
import { expect, test } from "vitest";
import { type Account, connectAccount, getSandbox, nowSeconds } from "./support/account.ts";
import { listAuditedActions } from "./support/audit.ts";
import { tokenPath, useAccount } from "./support/calls.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

async function connectRefused(error: string, status = 400): Promise<Account> {
  const account = await connectAccount("gmail");
  await account.setRemainingSeconds(-10);
  await getSandbox("gmail").script({ path: tokenPath.gmail, status, body: { error }, times: 9 });
  return account;
}

test("a code of Google that is known to be final asks for a reconnect at once, and names it", async () => {
  const account = await connectRefused("policy_enforced");
  expect((await useAccount(account)).status).toBe(409);
  expect(await account.readStored()).toMatchObject({ status: "reconnect_needed", lostReason: "policy_enforced" });
});

test("an unknown code that lasts asks for a reconnect at the third try after an hour, and not before", async () => {
  const account = await connectRefused("new_policy", 403);
  for (const count of [1, 2]) {
    expect((await useAccount(account)).status).toBe(502);
    const stored = await account.readStored();
    expect(stored).toMatchObject({ status: "active", refreshRefusals: { default: { count } } });
    await account.change({ refreshNotBefore: 0 });
  }
  await account.change({ refreshRefusals: { default: { since: nowSeconds() - 3600, count: 2 } } });
  expect((await useAccount(account)).status).toBe(409);
  const stored = await account.readStored();
  expect(stored).toMatchObject({ status: "reconnect_needed", lostReason: "new_policy" });
  expect(stored.refreshRefusals).toBeUndefined();
  expect(await listAuditedActions(account)).toEqual(["connect", "reconnect_needed"]);
});

test("a refresh that succeeds forgets the refusals before it", async () => {
  const account = await connectAccount("gmail");
  await account.setRemainingSeconds(-10);
  await account.change({ refreshRefusals: { default: { since: nowSeconds() - 9000, count: 2 } } });
  expect((await useAccount(account)).status).toBe(200);
  expect((await account.readStored()).refreshRefusals).toBeUndefined();
});

test("an outage and a page of HTML are no refusals", async () => {
  const account = await connectRefused("backend_error", 503);
  expect((await useAccount(account)).status).toBe(503);
  await getSandbox("gmail").script({ path: tokenPath.gmail, status: 400, body: "<html>" });
  expect((await account.readStored()).refreshRefusals).toBeUndefined();
});
