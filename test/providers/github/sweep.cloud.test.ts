// The hourly sweep of a linked repository, against the sandbox's list of deliveries.
import { beforeEach, expect, test } from "vitest";
import { findMetrics } from "../../connections/support/containers.ts";
import { connectAccount } from "../../integrations/support/connections.ts";
import { getSandbox } from "../../integrations/support/facts.ts";
import { resetWorld } from "../../integrations/support/reset.ts";
import { createUser, type TestUser } from "../../integrations/support/test-user.ts";
import {
  createReconcileMessage,
  listShownSubscriptions,
  makeDue,
  now,
  readSubscriptionRows,
  startReconcileProcess,
  waitUntilReconciled,
} from "../../subscriptions/support/world.ts";

beforeEach(resetWorld);

const hooksPath = "/repos/octo/hello-world/hooks";

async function linkRepository(): Promise<TestUser> {
  const user = await createUser();
  await connectAccount(user, "github", { account: "octo" });
  await waitUntilReconciled(user);
  expect((await user.post("/api/integrations/github/repositories/octo/hello-world/link", {})).status).toBe(201);
  return user;
}

const delivery = (id: number, guid: string, status_code: number, redelivery = false) => ({
  id,
  guid,
  redelivery,
  status_code,
  status: status_code === 200 ? "OK" : "failed",
  delivered_at: new Date().toISOString(),
  event: "push",
  action: null,
});

/** Sweeps with these deliveries in GitHub's list. @returns the requested redeliveries, and the log */
async function sweep(user: TestUser, ...listed: { readonly id: number }[]) {
  const [row] = await readSubscriptionRows(user);
  if (row === undefined) throw new Error("there is no channel");
  const path = `${hooksPath}/${row.remoteId}/deliveries`;
  await getSandbox("github").forgetRequests();
  await getSandbox("github").script({ path, method: "GET", status: 200, body: listed });
  await getSandbox("github").script(
    ...listed.map(({ id }) => ({ path: `${path}/${id}/attempts`, status: 202, body: {} })),
  );
  await makeDue(user);
  const job = await startReconcileProcess();
  await job.keep(createReconcileMessage(row));
  await getSandbox("github").forgetScripts();
  const posts = (await getSandbox("github").requests(path)).filter(({ method }) => method === "POST");
  const ids = posts.map((request) => Number(/deliveries\/(\d+)\//.exec(request.path)?.[1]));
  return { ids, logs: job.logs };
}

test("asks again for exactly what failed", async () => {
  const user = await linkRepository();
  const found = [delivery(4, "c", 200, true), delivery(3, "c", 500), delivery(2, "b", 503), delivery(1, "a", 200)];
  expect((await sweep(user, ...found)).ids).toEqual([2]);
  expect((await readSubscriptionRows(user))[0]?.dueAt).toBeGreaterThan(now() + 3500);
});

test("a delivery that GitHub lists oddly, and one that it does not send again, do not keep the others", async () => {
  const user = await linkRepository();
  const [row] = await readSubscriptionRows(user);
  const path = `${hooksPath}/${row?.remoteId}/deliveries/4/attempts`;
  await getSandbox("github").script({ path, status: 422, body: { message: "Validation Failed" } });
  const odd = { ...delivery(3, "c", 500), guid: null, status_code: "teapot" };
  const { ids, logs } = await sweep(user, delivery(4, "d", 500), odd, delivery(2, "b", 503), delivery(1, "a", 500));
  expect(ids).toEqual([4, 2, 1]);
  await expect.poll(logs).toContain("a redelivery could not be requested");
  const [after] = await readSubscriptionRows(user);
  expect(Object.keys(after?.sweep?.open ?? {}).sort()).toEqual(["a", "b", "d"]);
  expect(after?.sweep?.until).toBeGreaterThan(row?.sweep?.until ?? 0);
});

test("does not ask twice within the hour", async () => {
  const user = await linkRepository();
  await sweep(user, delivery(2, "b", 503));
  expect((await sweep(user, delivery(3, "b", 503, true), delivery(2, "b", 503))).ids).toEqual([]);
});

test("reports an event that was too large, and does not ask for it", async () => {
  const user = await linkRepository();
  const { ids, logs } = await sweep(user, delivery(2, "b", 413));
  expect(ids).toEqual([]);
  // The log may arrive after the answer.
  await expect.poll(() => findMetrics(logs())).toContain("DeliveryTooLarge");
  expect(await listShownSubscriptions(user)).toMatchObject([
    { status: "active", error: expect.stringMatching(/too large/) },
  ]);
});

test("creates a hook again that somebody deleted at GitHub", async () => {
  const user = await linkRepository();
  const [before] = await readSubscriptionRows(user);
  const path = `${hooksPath}/${before?.remoteId}/deliveries`;
  await getSandbox("github").script({ path, method: "GET", status: 404, body: { message: "Not Found" } });
  await makeDue(user);
  if (before !== undefined) await (await startReconcileProcess()).keep(createReconcileMessage(before));
  const [after] = await readSubscriptionRows(user);
  expect(after).toMatchObject({ status: "active", name: before?.name });
  expect(after?.remoteId).not.toBe(before?.remoteId);
});
