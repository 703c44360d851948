// `npm run costs`: what each flow costs per million. Counts DynamoDB's units on the local stack, in warm containers. Runs alone.
import { afterAll, expect, test } from "vitest";
import type { CountedRow } from "../../infra/local/unit-counter.ts";
import { connectAccount, getSandbox } from "../connections/support/account.ts";
import { useAccount } from "../connections/support/calls.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { appendActivity, createFeedUser, waitUntilPushed } from "../realtime/support/feed.ts";
import { openPage, waitQuietly } from "../realtime/support/socket.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import { spy } from "../support/spy.ts";
import { createRoutedUser, startAcme, startWorker } from "../webhooks/support/acme-worker.ts";
import { createBatch, createDelivery } from "../webhooks/support/messages.ts";
import { type Calls, priceFlow } from "./support/prices.ts";

resetBeforeEach();

interface Flow {
  readonly name: string;
  readonly units: { readonly write: number; readonly read: number };
  readonly rows: readonly CountedRow[];
  readonly calls: Calls;
}

const flows: Flow[] = [];

afterAll(() => {
  console.table(
    Object.fromEntries(
      flows.map(({ name, units, calls }) => {
        const bill = Object.entries(priceFlow(units, calls)).map(([part, dollars]) => [
          part,
          Number(dollars.toFixed(2)),
        ]);
        return [name, { "write units": units.write, "read units": units.read, ...Object.fromEntries(bill) }];
      }),
    ),
  );
  for (const { name, rows } of flows)
    console.log(`${name}: ${rows.map(({ kind, bytes }) => `${kind} ${bytes} B`).join(" · ")}`);
});

/** Counts a flow, of the Lambdas that its name says. */
async function countFlow(name: string, lambda: RegExp, calls: Calls, work: () => Promise<unknown>): Promise<Flow> {
  const made = (await spy.countUnits(work)).filter((call) => lambda.test(call.lambda ?? ""));
  const units = made.flatMap((call) => (call.units ? [call.units] : []));
  const sum = (of: "write" | "read") => units.reduce((total, one) => total + one[of], 0);
  const flow = {
    name,
    calls,
    units: { write: sum("write"), read: sum("read") },
    rows: units.flatMap(({ rows }) => rows),
  };
  flows.push(flow);
  return flow;
}

/** A webhook of 5 kB, with the redundancy that such JSON has. */
const payload = JSON.stringify(
  Array.from({ length: 28 }, (_, id) => ({
    id: crypto.randomUUID(),
    url: `https://api.example.com/repos/acme/site/issues/${id}`,
    user: { login: `person-${id}`, type: "User", site_admin: false },
    state: "open",
  })),
);

const received: Calls = { httpRequests: 1, lambdaRequests: 2, lambdaMs: 70, queueRequests: 3, loggedBytes: 2000 };

test("an event that concerns nobody", async () => {
  expect(payload.length).toBeGreaterThan(4500);
  const worker = await startWorker(await startAcme());
  await worker.work(createBatch(createDelivery({ note: payload })));
  const { units, calls } = await countFlow("event that concerns nobody (5 kB)", /acme-worker/, received, () =>
    worker.work(createBatch(createDelivery({ note: payload }))),
  );
  expect(units.write).toBeLessThanOrEqual(7);
  expect(priceFlow(units, calls).total).toBeLessThanOrEqual(8);
});

test("an event that becomes an activity with one open page", async () => {
  const recipient = await createRoutedUser();
  const worker = await startWorker(await startAcme());
  const deliver = () => worker.work(createBatch(createDelivery({ routes: [recipient.route], note: payload })));
  await deliver();
  const worked = await countFlow("event → outbox (5 kB)", /acme-worker/, received, deliver);
  const user = createFeedUser();
  const page = await openPage(user.person);
  const given = {
    excerpt: "Could you look at the pricing page before Friday? ".repeat(6),
    participants: ["Ada", "Ben"],
  };
  await appendActivity(user, "first", given);
  await waitUntilPushed(user, 1);
  const told: Calls = { socketMessages: 1, lambdaRequests: 1, lambdaMs: 60, loggedBytes: 800 };
  const shown = await countFlow("outbox → activity → one socket", /sequence-feed/, told, async () => {
    await appendActivity(user, "second", given);
    await page.waitForMessages(2);
    await waitUntilPushed(user, 2);
    await waitQuietly();
  });
  const total = priceFlow(worked.units, worked.calls).total + priceFlow(shown.units, shown.calls).total;
  console.log(`event → activity → one socket: ${total.toFixed(2)} dollars per million`);
  expect(worked.units.write).toBeLessThanOrEqual(9);
  expect(shown.units.write).toBeLessThanOrEqual(17);
});

test("connecting an account", async () => {
  const { user } = await connectAccount("slack");
  const calls: Calls = { httpRequests: 2, lambdaRequests: 2, lambdaMs: 450, loggedBytes: 2500 };
  const { units } = await countFlow("connect, whole flow (slack)", /-(start|callback)-slack/, calls, async () => {
    await user.visit(await giveConsent(await startFlow(user, "slack")));
  });
  expect(units.write).toBeLessThanOrEqual(40);
});

test.each(["slack", "github", "gmail"] as const)("a data call at %s, and what a refresh adds", async (provider) => {
  await getSandbox(provider).behave({ rotation: true });
  const account = await connectAccount(provider);
  const use = async () => expect((await useAccount(account)).status).toBe(200);
  await use();
  const calls: Calls = { httpRequests: 1, lambdaRequests: 1, lambdaMs: 120, loggedBytes: 800 };
  const plain = await countFlow(`data call (${provider})`, new RegExp(`-${provider}$`), calls, () =>
    useAccount(account),
  );
  await account.setRemainingSeconds(-10);
  const refreshing: Calls = { lambdaRequests: 0, lambdaMs: 220, loggedBytes: 600 };
  const both = await countFlow(`refresh with it (${provider})`, new RegExp(`-${provider}$`), refreshing, use);
  expect(both.units.write - plain.units.write).toBeLessThanOrEqual(8);
});

/** A list of 10 kB, as a workspace of ninety channels has it. */
const channels = Array.from({ length: 90 }, (_, at) => ({
  id: `C${String(at).padStart(10, "0")}`,
  name: `project-${at}-${crypto.randomUUID().slice(0, 8)}`,
  is_channel: true,
  is_private: false,
  is_archived: false,
  is_member: true,
  num_members: at,
  topic: { value: `What the team of project ${at} works on this week` },
  purpose: { value: "" },
}));

test("a miss of a kept list of 10 kB", async () => {
  const account = await connectAccount("slack");
  const body = { ok: true, channels, response_metadata: { next_cursor: "" } };
  await sandbox("slack").script({ path: "/api/conversations.list", status: 200, body, times: 9 });
  const first = await useAccount(account);
  expect(first.status).toBe(200);
  const calls: Calls = { httpRequests: 1, lambdaRequests: 1, lambdaMs: 140, loggedBytes: 900 };
  const { units } = await countFlow(`miss of a kept list (${first.text.length} B)`, /-slack$/, calls, () =>
    useAccount(account),
  );
  expect(units.write).toBeLessThanOrEqual(6);
  expect(priceFlow(units, calls).total).toBeLessThanOrEqual(7);
});
