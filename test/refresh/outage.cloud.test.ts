import { describe, expect, test } from "vitest";
import { lived } from "../support/lived.ts";
import type { ScriptedAnswer } from "../support/sandbox.ts";
import { type Account, connected, nowSeconds, sandboxOf } from "./support/account.ts";
import { redemptions, tokenPath, useAccount } from "./support/calls.ts";
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

async function failing(outage: Omit<ScriptedAnswer, "path">, secondsLeft: number): Promise<Account> {
  const account = await connected("gmail");
  await account.leave(secondsLeft);
  await sandboxOf("gmail").script({ ...outage, path: tokenPath.gmail, times: 50 });
  return account;
}

describe.each(outages)("while the token endpoint answers with %s", (_, outage, status) => {
  test("the caller is told to try later and nothing of the provider's text", async () => {
    const account = await failing(outage, -10);
    const answer = await useAccount(account);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain("secret-of-the-provider");
  });

  test("the connection stays", async () => {
    const account = await failing(outage, -10);
    await useAccount(account);
    expect(await account.stored()).toMatchObject({ status: "active" });
    expect((await account.stored()).lease).toBeUndefined();
  });

  test("a token that is still good keeps serving", async () => {
    const account = await failing(outage, 60);
    expect((await useAccount(account)).status).toBe(200);
    expect(await redemptions("gmail")).toHaveLength(1);
  });

  test("the provider is left alone for a while", async () => {
    const account = await failing(outage, 60);
    for (const _ of [1, 2, 3]) await useAccount(account);
    expect(await redemptions("gmail")).toHaveLength(1);
  });
});

test("a hanging token endpoint is given up within its deadline, and the connection stays", async () => {
  const account = await failing({ delayMs: 20_000 }, -10);
  const { result, ms } = await lived(() => useAccount(account));
  expect(result.status).toBe(503);
  expect(ms).toBeLessThan(12_000);
  expect((await account.stored()).status).toBe("active");
});

test("the provider's Retry-After is how long it is left alone", async () => {
  const account = await failing({ status: 429, headers: { "retry-after": "120" } }, -10);
  const from = nowSeconds();
  await useAccount(account);
  const until = nowSeconds();
  const { refreshNotBefore } = await account.stored();
  expect(refreshNotBefore).toBeGreaterThanOrEqual(from + 120);
  expect(refreshNotBefore).toBeLessThanOrEqual(until + 120);
});

test("an absurd Retry-After pauses no longer than an hour", async () => {
  const account = await failing({ status: 429, headers: { "retry-after": "1000000000" } }, -10);
  const answer = await useAccount(account);
  expect(Number(answer.headers.get("retry-after"))).toBeLessThanOrEqual(86_400);
  const pause = ((await account.stored()).refreshNotBefore ?? 0) - nowSeconds();
  expect(pause).toBeGreaterThan(3500);
  expect(pause).toBeLessThanOrEqual(3600);
});

test("during the pause the caller hears when to come back", async () => {
  const account = await failing({ status: 503 }, -10);
  await useAccount(account);
  const answer = await useAccount(account);
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(Number(answer.headers.get("retry-after"))).toBeLessThanOrEqual(15);
});

test("after the pause the account is renewed as if nothing had been", async () => {
  const account = await failing({ status: 503 }, -10);
  await useAccount(account);
  await sandboxOf("gmail").forgetScripts();
  await account.change({ refreshNotBefore: nowSeconds() });
  expect((await useAccount(account)).status).toBe(200);
  expect((await account.stored()).refreshNotBefore).toBeUndefined();
});
