// `npm run costs`: what each flow costs per million. Counts DynamoDB's units on the local stack, in warm containers, with contents
// of median size and of the 99th percentile. Runs alone.
import { afterAll, expect, test } from "vitest";
import { flows } from "../../infra/costs/flows.ts";
import { type Account, connectAccount, getSandbox } from "../connections/support/account.ts";
import { useAccount } from "../connections/support/calls.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { appendActivity, createFeedUser, waitUntilPushed } from "../realtime/support/feed.ts";
import { openPage, waitQuietly } from "../realtime/support/socket.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import { createRoutedUser, startAcme, startWorker } from "../webhooks/support/acme-worker.ts";
import { createBatch, createDelivery } from "../webhooks/support/messages.ts";
import { activities, channels, payloads, tokenBytes } from "./support/contents.ts";
import { countFlow, listMedianUnits, printFlows, type Size } from "./support/count-flow.ts";

resetBeforeEach();
afterAll(printFlows);

const sizes = ["median", "p99"] as const;

test("an event that concerns nobody", async () => {
  const worker = await startWorker(await startAcme());
  const deliver = (note: string) => worker.work(createBatch(createDelivery({ note })));
  await deliver(payloads.median);
  const flow = { ...flows.ignoredEvent, lambda: /acme-worker/ };
  const { units, dollars } = await countFlow(flow, "median", () => deliver(payloads.median));
  const large = await countFlow(flow, "p99", () => deliver(payloads.p99));
  expect(units.write).toBeLessThanOrEqual(7);
  expect(dollars).toBeLessThanOrEqual(8);
  expect(large.units.write).toBeLessThanOrEqual(11);
});

test("an event that becomes an activity with one open page", async () => {
  const worked = await countOutbox();
  const shown = await countSocket();
  const add = (size: Size) => (worked[size]?.dollars ?? 0) + (shown[size]?.dollars ?? 0);
  const totals = sizes.map((size) => `${size} ${add(size).toFixed(2)}`).join(", ");
  console.log(`event → activity → one socket: ${totals} dollars per million`);
  expect(worked.median?.units.write).toBeLessThanOrEqual(9);
  expect(shown.median?.units.write).toBeLessThanOrEqual(17);
  expect(add("median")).toBeLessThanOrEqual(18);
});

async function countOutbox() {
  const { route } = await createRoutedUser();
  const worker = await startWorker(await startAcme());
  const deliver = (note: string) => worker.work(createBatch(createDelivery({ routes: [route], note })));
  await deliver(payloads.median);
  const flow = { ...flows.event, lambda: /acme-worker/ };
  return countBoth((size) => countFlow(flow, size, () => deliver(payloads[size])));
}

async function countSocket() {
  const user = createFeedUser();
  const page = await openPage(user.person);
  await appendActivity(user, "first", activities.median);
  await waitUntilPushed(user, 1);
  const flow = { ...flows.shown, lambda: /sequence-feed/ };
  return countBoth((size) =>
    countFlow(flow, size, async () => {
      const seq = size === "median" ? 2 : 3;
      await appendActivity(user, size, activities[size]);
      await page.waitForMessages(seq);
      await waitUntilPushed(user, seq);
      await waitQuietly();
    }),
  );
}

async function countBoth<T>(count: (size: Size) => Promise<T>): Promise<Record<Size, T>> {
  return { median: await count("median"), p99: await count("p99") };
}

/** Connects an account whose tokens are of this size. */
async function connectWithTokens(provider: "slack" | "github" | "gmail", size: Size): Promise<Account> {
  await getSandbox(provider).behave({ rotation: true, tokenBytes: tokenBytes[size] });
  return connectAccount(provider);
}

test("connecting an account", async () => {
  const flow = { ...flows.connect, lambda: /-(start|callback)-slack/ };
  const { median } = await countBoth(async (size) => {
    const { user } = await connectWithTokens("slack", size);
    return countFlow(flow, size, async () => {
      await user.visit(await giveConsent(await startFlow(user, "slack")));
    });
  });
  expect(median.units.write).toBeLessThanOrEqual(23);
  expect(median.dollars).toBeLessThanOrEqual(20);
});

test.each(["slack", "github", "gmail"] as const)("a data call at %s, and what a refresh adds", async (provider) => {
  const lambda = new RegExp(`-${provider}$`);
  // The model computes with the last of them.
  const suffix = provider === "gmail" ? "" : ` (${provider})`;
  const call = { ...flows.dataCall, name: `${flows.dataCall.name}${suffix}`, lambda };
  // The call itself is in it, whose own part is counted above.
  const refresh = { ...flows.refreshingCall, name: `${flows.refreshingCall.name}${suffix}`, lambda };
  for (const size of sizes) {
    const account = await connectWithTokens(provider, size);
    const use = async () => expect((await useAccount(account)).status).toBe(200);
    await use();
    const plain = await countFlow(call, size, use);
    await account.setRemainingSeconds(-10);
    const both = await countFlow(refresh, size, use);
    const added = both.dollars - plain.dollars;
    console.log(`a refresh (${provider}, ${size}): ${added.toFixed(2)} dollars per million`);
    // Slack's connections have four tokens, of a person and of the bot.
    expect(added).toBeLessThanOrEqual(size === "median" ? 6.5 : 15);
  }
});

test("a miss of a kept list of 10 kB", async () => {
  const flow = { ...flows.missedList, lambda: /-slack$/ };
  const { median, p99 } = await countBoth(async (size) => {
    const account = await connectWithTokens("slack", size);
    const body = { ok: true, channels: channels[size], response_metadata: { next_cursor: "" } };
    await sandbox("slack").forgetScripts();
    await sandbox("slack").script({ path: "/api/conversations.list", status: 200, body, times: 9 });
    const first = await useAccount(account);
    expect(first.status).toBe(200);
    return countFlow(flow, size, () => useAccount(account));
  });
  expect(median.units.write).toBeLessThanOrEqual(6);
  expect(median.dollars).toBeLessThanOrEqual(7);
  expect(p99.units.write).toBeGreaterThan(median.units.write);
});

test("the units that the model computes with are those that were counted", async () => {
  const counted = listMedianUnits();
  for (const { name } of Object.values(flows)) expect(Object.keys(counted)).toContain(name);
  await expect(`${JSON.stringify(counted, undefined, 2)}\n`).toMatchFileSnapshot(
    "../../infra/costs/recorded-units.json",
  );
});
