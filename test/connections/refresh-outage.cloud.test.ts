import { describe, expect, test } from "vitest";
import { elapsedWithoutStalls } from "../support/elapsed-without-stalls.ts";
import type { ScriptedAnswer } from "../support/sandbox.ts";
import { type Account, connectAccount, getSandbox, nowSeconds } from "./support/account.ts";
import { listRedemptions, tokenPath, useAccount } from "./support/calls.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

const html = { headers: { "content-type": "text/html" }, body: "<h1>secret-of-the-provider</h1>" };
const outages: readonly (readonly [string, Omit<ScriptedAnswer, "path">, number])[] = [
  ["a 500", { status: 500, body: { error: "server_error" } }, 503],
  ["a 503 in HTML", { status: 503, ...html }, 503],
  ["a 400 in HTML", { status: 400, ...html }, 503],
  ["a 200 in HTML", { status: 200, ...html }, 503],
  ["a 429", { status: 429, headers: { "retry-after": "120" }, body: "" }, 429],
  ["a reset connection", { drop: true }, 503],
  ["a body without end", { status: 200, body: { repeat: { text: "x".repeat(1000), times: 3000 } } }, 502],
];

async function connectFailing(outage: Omit<ScriptedAnswer, "path">, secondsLeft: number): Promise<Account> {
  const account = await connectAccount("gmail");
  await account.setRemainingSeconds(secondsLeft);
  await getSandbox("gmail").script({ ...outage, path: tokenPath.gmail, times: 50 });
  return account;
}

describe.each(outages)("while the token endpoint answers with %s", (_, outage, status) => {
  test("the caller is told to try later and nothing of the provider's text", async () => {
    const account = await connectFailing(outage, -10);
    const answer = await useAccount(account);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain("secret-of-the-provider");
  });

  test("the connection stays", async () => {
    const account = await connectFailing(outage, -10);
    await useAccount(account);
    expect(await account.readStored()).toMatchObject({ status: "active" });
    expect((await account.readStored()).lease).toBeUndefined();
  });

  test("a token that is still good keeps serving", async () => {
    const account = await connectFailing(outage, 60);
    expect((await useAccount(account)).status).toBe(200);
    expect(await listRedemptions("gmail")).toHaveLength(1);
  });

  test("the provider is left alone for a while", async () => {
    const account = await connectFailing(outage, 60);
    for (const _ of [1, 2, 3]) await useAccount(account);
    expect(await listRedemptions("gmail")).toHaveLength(1);
  });
});

test("a hanging token endpoint is given up within its deadline, and the connection stays", async () => {
  const account = await connectFailing({ delayMs: 20_000 }, -10);
  const { result, ms } = await elapsedWithoutStalls(() => useAccount(account));
  expect(result.status).toBe(503);
  expect(ms).toBeLessThan(12_000);
  expect((await account.readStored()).status).toBe("active");
});

test("the provider's Retry-After is how long it is left alone", async () => {
  const account = await connectFailing({ status: 429, headers: { "retry-after": "120" } }, -10);
  const from = nowSeconds();
  await useAccount(account);
  const until = nowSeconds();
  const { refreshNotBefore } = await account.readStored();
  expect(refreshNotBefore).toBeGreaterThanOrEqual(from + 120);
  expect(refreshNotBefore).toBeLessThanOrEqual(until + 120);
});

test("an absurd Retry-After pauses no longer than an hour", async () => {
  const account = await connectFailing({ status: 429, headers: { "retry-after": "1000000000" } }, -10);
  const answer = await useAccount(account);
  expect(Number(answer.headers.get("retry-after"))).toBeLessThanOrEqual(86_400);
  const pause = ((await account.readStored()).refreshNotBefore ?? 0) - nowSeconds();
  expect(pause).toBeGreaterThan(3500);
  expect(pause).toBeLessThanOrEqual(3600);
});

test("during the pause the caller hears when to come back", async () => {
  const account = await connectFailing({ status: 503 }, -10);
  await useAccount(account);
  const answer = await useAccount(account);
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(Number(answer.headers.get("retry-after"))).toBeLessThanOrEqual(15);
});

test("after the pause the account is renewed as usual", async () => {
  const account = await connectFailing({ status: 503 }, -10);
  await useAccount(account);
  await getSandbox("gmail").forgetScripts();
  await account.change({ refreshNotBefore: nowSeconds() });
  expect((await useAccount(account)).status).toBe(200);
  expect((await account.readStored()).refreshNotBefore).toBeUndefined();
});
