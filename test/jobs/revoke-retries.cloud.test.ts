import { afterEach, beforeEach, expect, test } from "vitest";
import { connectAccount, problemAnswer } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { listGrants, type Revoker, startRevoker } from "../integrations/support/revoker.ts";
import { listHeldGrants, listStoredRows } from "../integrations/support/tables.ts";
import { createUser } from "../integrations/support/test-user.ts";
import { purgeQueues } from "../support/queues.ts";
import type { ScriptedAnswer } from "../support/sandbox.ts";
import { shortenVisibility } from "./support/revocations.ts";

let job: Revoker | undefined;
beforeEach(resetWorld);
shortenVisibility();
afterEach(async () => {
  await job?.stop();
  job = undefined;
});

/** Disconnects Gmail while its revocation endpoint is down, and waits until the queue's attempt has failed. */
async function disconnectDuringOutage(outage: Omit<ScriptedAnswer, "path">) {
  const user = await createUser();
  await connectAccount(user, "gmail");
  await getSandbox("gmail").script({ path: "/revoke", ...outage });
  const first = await user.delete("/api/integrations/gmail");
  await expect.poll(() => getSandbox("gmail").requests("/revoke")).toHaveLength(1);
  // The test makes all further attempts itself.
  await purgeQueues();
  const [held] = await listHeldGrants(user.sub);
  job = await startRevoker();
  return { user, first, job, grantId: held ?? "" };
}

test("tries again until the revocation endpoint that answered 503 twice answers 200", async () => {
  const { user, job, grantId } = await disconnectDuringOutage({ status: 503, times: 2 });
  expect(await job.deliver(grantId)).toBe("again");
  expect((await listGrants("google")).live).toEqual(["ada@example.com"]);
  expect(await job.deliver(grantId)).toBe("done");
  expect((await listGrants("google")).live).toEqual([]);
  expect(await listHeldGrants(user.sub)).toEqual([]);
});

test.each([
  ["resets the connection", { drop: true as const }],
  ["answers 429", { status: 429, body: {} }],
  ["answers 500", { status: 500, body: "oops" }],
])("keeps the sealed token for another try when the endpoint %s", async (_, outage) => {
  const { user, job, grantId } = await disconnectDuringOutage(outage);
  expect(await listHeldGrants(user.sub)).toHaveLength(1);
  expect(await job.deliver(grantId)).toBe("done");
});

test("has the connection gone at once, whatever the provider does", async () => {
  const { user, first } = await disconnectDuringOutage({ status: 503, times: 9 });
  expect(first.status).toBe(200);
  expect(await listStoredRows(user.sub)).toEqual(["grant"]);
  expect(await user.get("/api/v2/gmail/messages")).toMatchObject(problemAnswer(404, "not_connected"));
});

test("answers a second disconnect during the outage as the first, without a second revocation", async () => {
  const { user, first } = await disconnectDuringOutage({ status: 503, times: 9 });
  const second = await user.delete("/api/integrations/gmail");
  expect([second.status, second.json]).toEqual([first.status, first.json]);
  expect(await listHeldGrants(user.sub)).toHaveLength(1);
});

test("counts a message as done when its grant was revoked before", async () => {
  const { job, grantId } = await disconnectDuringOutage({ status: 503 });
  await job.deliver(grantId);
  await getSandbox("gmail").forgetRequests();
  // A new message may arrive before its row, so the job asks for redelivery without a call to the provider.
  await job.deliver(grantId);
  expect(await getSandbox("gmail").requests("/revoke")).toEqual([]);
});

test("reports an unreadable message as failed, so that it ends in the dead-letter queue", async () => {
  job = await startRevoker();
  expect(await job.deliver("")).toBe("again");
});
