import { describe, expect, test } from "vitest";
import { elapsedWithoutStalls } from "../support/elapsed-without-stalls.ts";
import { spy } from "../support/spy.ts";
import { type Account, connectAccount, getSandbox } from "./support/account.ts";
import { createUseEvent, listRedemptions } from "./support/calls.ts";
import { findMetrics, startDataContainer } from "./support/containers.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

/** Starts a new container: it has no data key cached, so its first call goes to KMS. */
async function fresh() {
  const account = await connectAccount("github");
  return { account, lambda: await startDataContainer("github") };
}

const always = 1000;

test("three throttled calls to KMS are only a delay", async () => {
  const { account, lambda } = await fresh();
  await spy.breakNext({ service: "kms", operation: "Decrypt", action: "throttle", times: 3 });
  expect((await lambda.invoke(createUseEvent(account))).statusCode).toBe(200);
});

describe.each([
  ["throttles", "throttle", "VaultThrottled"],
  ["fails", "error500", "VaultThrottled"],
  ["hangs", "hang", "VaultThrottled"],
  ["resets connections", "drop", "VaultThrottled"],
  ["denies access", "deny", "VaultDenied"],
  ["has its key disabled", "disabled", "VaultDenied"],
] as const)("while KMS %s", (_, action, metric) => {
  async function failing(account?: Account) {
    const found = account ? { account, lambda: await startDataContainer("github") } : await fresh();
    await getSandbox("github").forgetRequests();
    await spy.breakNext({ service: "kms", action, times: always });
    return found;
  }

  test("a call answers 503 with Retry-After in time, and nothing of AWS's text", async () => {
    const { account, lambda } = await failing();
    const { result: answer, ms } = await elapsedWithoutStalls(() => lambda.invoke(createUseEvent(account)));
    expect(ms).toBeLessThan(6000);
    expect(answer.statusCode).toBe(503);
    expect(Number(answer.headers?.["retry-after"])).toBeGreaterThan(0);
    expect(answer.body).not.toMatch(/kms|arn:|Exception|Rate exceeded| at /i);
  });

  test("the operator's metric tells which failure it is", async () => {
    const { account, lambda } = await failing();
    await lambda.invoke(createUseEvent(account));
    expect(findMetrics(lambda.logs())).toContain(metric);
  });

  test("the provider is not called and the connection not touched", async () => {
    const { account, lambda } = await failing();
    const before = await account.readStored();
    await lambda.invoke(createUseEvent(account));
    expect(await getSandbox("github").requests()).toEqual([]);
    const { lastUsed: _, ...after } = await account.readStored();
    expect(after).toEqual(before);
  });

  test("a refresh that was due is not begun, and no lease left behind", async () => {
    await getSandbox("github").behave({ rotation: true });
    const account = await connectAccount("github");
    await account.setRemainingSeconds(-10);
    const { lambda } = await failing(account);
    expect((await lambda.invoke(createUseEvent(account))).statusCode).toBe(503);
    expect(await listRedemptions("github")).toEqual([]);
    const stored = await account.readStored();
    expect(stored.status).toBe("active");
    expect(stored.lease).toBeUndefined();
  });

  test("the same container recovers when KMS does", async () => {
    const { account, lambda } = await failing();
    await lambda.invoke(createUseEvent(account));
    await spy.forget();
    expect((await lambda.invoke(createUseEvent(account))).statusCode).toBe(200);
  });
});

test("a warm container does not notice an outage of KMS", async () => {
  const { account, lambda } = await fresh();
  await lambda.invoke(createUseEvent(account));
  await spy.breakNext({ service: "kms", action: "hang", times: always });
  expect((await lambda.invoke(createUseEvent(account))).statusCode).toBe(200);
});
