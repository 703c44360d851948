// The AWS calls of each request in warm containers, since they determine its cost.
import { afterAll, describe, expect, test } from "vitest";
import { type ProviderId, providerIds } from "../../lib/provider-ids.ts";
import { type Account, connectAccount, getSandbox } from "../connections/support/account.ts";
import { dataCalls, getLambdaName, useAccount } from "../connections/support/calls.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { readAccountToken } from "../connections/support/token-reads.ts";
import { asUser } from "../support/api.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { spy } from "../support/spy.ts";

resetBeforeEach();

const counted: { flow: string; calls: string }[] = [];
afterAll(() => {
  const width = Math.max(...counted.map(({ flow }) => flow.length));
  const lines = counted.map(({ flow, calls }) => `  ${flow.padEnd(width)}  ${calls}`);
  process.stdout.write(`\nAWS calls of a warm container\n${lines.join("\n")}\n`);
});

/** The AWS calls of one Lambda while `work` runs; also added to the printed table. */
async function recordCalls(flow: string, lambda: string, work: () => Promise<unknown>): Promise<string[]> {
  const made = await spy.during(work, lambda);
  counted.push({ flow, calls: `${made.length}: ${made.join(" · ")}` });
  return made;
}

const hasEndpoints = (id: ProviderId) => dataCalls[id].on !== "";
const read = "dynamodb Query owner#";
const use = "dynamodb UpdateItem owner#";
/** New tokens and their audit, which are sent at the same time and arrive in any order. */
const storedTogether = [use, "dynamodb PutItem audit#"];
/** Reads the connection and the cached answer; a refill adds a claim, so that one request at a time calls, and the write. */
const readBoth = "dynamodb BatchGetItem owner# owner# cache#";
const refill = ["dynamodb UpdateItem cache#", "dynamodb PutItem cache#"];
/** GitHub's 304 is served from the cache; with another token its answer has changed. */
const dataCost: Partial<Record<ProviderId, string[]>> = {
  // Besides, when the file last changed.
  figma: [`${readBoth} cache# cache# cache#`, ...refill],
  slack: [readBoth, ...refill],
  github: [readBoth],
};
const keptAnew: Partial<Record<ProviderId, string[]>> = {
  figma: refill,
  slack: refill,
  github: ["dynamodb PutItem cache#"],
};

/** Connects an account, runs all Lambdas for it once, and records its last use now. */
async function warmUp(provider: ProviderId, callFor = useAccount): Promise<Account> {
  await getSandbox(provider).behave({ rotation: true });
  const account = await connectAccount(provider);
  expect((await callFor(account)).status).toBe(200);
  await account.setRemainingSeconds(-10);
  expect((await callFor(account)).status).toBe(200);
  return account;
}

describe.each(providerIds)("%s", (provider) => {
  test("a start is one counter and one put", async () => {
    const { user } = await connectAccount(provider);
    const made = await recordCalls(`${provider} start`, `start-${provider}`, () => startFlow(user, provider));
    expect(made).toEqual(["dynamodb UpdateItem counter#", "dynamodb PutItem state#"]);
  });

  test("a callback is one update and one transaction", async () => {
    const { user } = await connectAccount(provider);
    const callback = await giveConsent(await startFlow(user, provider));
    const made = await recordCalls(`${provider} callback`, `callback-${provider}`, () => user.visit(callback));
    expect(made.map((call) => call.split(" ").slice(0, 2).join(" "))).toEqual([
      "dynamodb UpdateItem",
      "dynamodb TransactWriteItems",
    ]);
    expect(made[1]).toMatch(/owner#.*route#.*outbox# audit#$/);
  });
});

describe.each(providerIds.filter(hasEndpoints))("%s", (provider) => {
  test("a data call is one read", async () => {
    const account = await warmUp(provider);
    const made = await recordCalls(`${provider} data`, getLambdaName(provider), () => useAccount(account));
    expect(made).toEqual(dataCost[provider] ?? [read]);
  });

  test("a data call notes the use once a minute", async () => {
    const account = await warmUp(provider);
    await account.change({ lastUsed: 1 });
    const recordUse = () =>
      recordCalls(`${provider} data, first of a minute`, getLambdaName(provider), () => useAccount(account));
    expect((await recordUse()).filter((call) => call === use)).toHaveLength(1);
    expect(
      (await spy.during(() => useAccount(account), getLambdaName(provider))).filter((call) => call === use),
    ).toEqual([]);
  });

  test("a data call with a refresh is read, lease, tokens and audit", async () => {
    const account = await warmUp(provider);
    await account.setRemainingSeconds(-10);
    const made = await recordCalls(`${provider} data with refresh`, getLambdaName(provider), () => useAccount(account));
    const [first = read] = dataCost[provider] ?? [];
    const kept = keptAnew[provider] ?? [];
    expect(made.toSorted()).toEqual([first, use, ...storedTogether, ...kept].toSorted());
  });
});

describe.each(providerIds.filter((id) => !hasEndpoints(id)))("%s, whose tokens services read", (provider) => {
  const [counter, audit] = ["dynamodb UpdateItem counter#", "dynamodb PutItem audit#"];

  test("a token is counter, read and audit", async () => {
    const account = await warmUp(provider, readAccountToken);
    const made = await recordCalls(`${provider} token`, "oauth-token", () => readAccountToken(account));
    expect(made).toEqual([counter, read, audit]);
  });

  test("a token with a refresh is lease, tokens and audit besides", async () => {
    const account = await warmUp(provider, readAccountToken);
    await account.setRemainingSeconds(-10);
    const made = await recordCalls(`${provider} token with refresh`, "oauth-token", () => readAccountToken(account));
    expect(made.toSorted()).toEqual([counter, read, use, ...storedTogether, audit].toSorted());
  });
});

test("an answer from the cache is one read", async () => {
  const account = await warmUp("slack");
  const again = () => account.user.get("/api/integrations/slack/channels");
  await again();
  const made = await recordCalls("slack channels from the cache", getLambdaName("slack"), again);
  expect(made).toEqual([readBoth]);
});

test("the list is one read, however many providers are connected", async () => {
  const account = await warmUp("figma");
  for (const provider of ["gmail", "calendar", "github"] as const) {
    await account.user.visit(await giveConsent(await startFlow(account.user, provider)));
  }
  const list = () => account.user.get("/api/integrations");
  await list();
  expect(await recordCalls("list", "integrations-list", list)).toEqual(["dynamodb Query owner#"]);
});

test("a refresh on demand is counter, read, lease, tokens and audit", async () => {
  const account = await warmUp("figma");
  const refresh = () => account.user.post("/api/integrations/figma/refresh");
  await refresh();
  const made = await recordCalls("refresh on demand", "integrations-refresh-figma", refresh);
  expect(made.toSorted()).toEqual(["dynamodb UpdateItem counter#", read, use, ...storedTogether].toSorted());
});

test("a Slack message is counter and read", async () => {
  const account = await warmUp("slack");
  const post = () => account.user.post("/api/integrations/slack/message", { channel: "C0ACME1", text: "x" });
  await post();
  const made = await recordCalls("slack message", "slack-post-message", post);
  expect(made).toEqual(["dynamodb UpdateItem counter#", read]);
});

test("nobody is asked for anything while the page is unused", async () => {
  const user = await asUser({ sub: crypto.randomUUID(), org: "acme" });
  await user.get("/api/health");
  expect(await recordCalls("health", "health", () => user.get("/api/health"))).toEqual([]);
});
