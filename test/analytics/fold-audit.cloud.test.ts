// The stream's delivery and the table's condition, which the property in memory assumes.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { connectAccount } from "../connections/support/account.ts";
import { startContainer } from "../connections/support/containers.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { spy } from "../support/spy.ts";
import { toChange } from "./support/audit-stream.ts";
import { readCounts, readStageCount } from "./support/usage-rows.ts";

resetBeforeEach();

const provider = "hubspot";

function listChanges(tenant: string, actions: readonly string[], stream?: string) {
  return actions.map((action, nth) => toChange({ tenant, provider, action, at: Date.now() }, nth, stream));
}

test("changes that are delivered again, in other batches, are counted once for their tenant and for the stage", async () => {
  const tenant = `c#${randomUUID()}`;
  const before = await readStageCount(provider, "audit connected");
  const changes = listChanges(tenant, ["connect", "connect", "disconnect", "connect", "refresh"]);
  const lambda = await startContainer("jobs/fold-audit");
  for (const [from, to] of [
    [0, 3],
    [0, 2],
    [2, 3],
    [1, 4],
    [0, 5],
    [0, 5],
  ])
    await lambda.invoke({ Records: changes.slice(from, to) });
  expect(await readCounts({ tenant }, provider)).toEqual({
    "audit connected": 3,
    "audit disconnected": 1,
    "audit refreshed": 1,
  });
  expect(await readStageCount(provider, "audit connected")).toBe(before + 3);
});

test("two containers with the same batch at the same time count it once", async () => {
  const tenant = `c#${randomUUID()}`;
  const changes = listChanges(
    tenant,
    Array.from({ length: 20 }, () => "connect"),
  );
  const lambdas = await Promise.all([startContainer("jobs/fold-audit"), startContainer("jobs/fold-audit")]);
  await Promise.all(lambdas.map((lambda) => lambda.invoke({ Records: changes })));
  expect(await readCounts({ tenant }, provider)).toEqual({ "audit connected": 20 });
});

test.each(["error500", "lose"] as const)(
  "a batch whose write ends with %s is delivered again, and counts nothing twice",
  async (action) => {
    const tenant = `c#${randomUUID()}`;
    const changes = listChanges(tenant, ["connect", "connect"]);
    const lambda = await startContainer("jobs/fold-audit");
    const write = { service: "dynamodb", operation: "TransactWriteItems", lambda: "jobs-fold-audit" };
    await spy.breakNext({ ...write, action, times: 10 });
    await lambda.invoke({ Records: changes }).catch(() => undefined);
    await spy.forget();
    await lambda.invoke({ Records: changes });
    expect(await readCounts({ tenant }, provider)).toEqual({ "audit connected": 2 });
  },
);

test("a restored table's stream is counted beside the one before it", async () => {
  const tenant = `c#${randomUUID()}`;
  const lambda = await startContainer("jobs/fold-audit");
  await lambda.invoke({ Records: listChanges(tenant, ["connect", "connect"]) });
  await lambda.invoke({ Records: listChanges(tenant, ["connect"], "2027-01-01T00:00:00.000") });
  expect(await readCounts({ tenant }, provider)).toEqual({ "audit connected": 3 });
});

test("who connects and disconnects is counted by the stream", async () => {
  const before = await readCounts({ tenant: "c#acme" }, "clio");
  const { user } = await connectAccount("clio");
  await user.delete("/api/integrations/clio");
  const count = async (counter: string) =>
    ((await readCounts({ tenant: "c#acme" }, "clio"))[counter] ?? 0) - (before[counter] ?? 0);
  await expect.poll(() => count("audit connected")).toBeGreaterThanOrEqual(1);
  await expect.poll(() => count("audit disconnected")).toBeGreaterThanOrEqual(1);
});
