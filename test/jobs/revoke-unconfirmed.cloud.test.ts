import { afterEach, beforeEach, expect, test } from "vitest";
import { getHandle } from "../integrations/support/callback.ts";
import { listConnections, problemAnswer } from "../integrations/support/connections.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import {
  listGrants,
  type Revoker,
  sendRevocation,
  startRevoker,
  waitUntilAllRevoked,
} from "../integrations/support/revoker.ts";
import { grantKey, setExpiry, waitUntilNothingHeld } from "../integrations/support/tables.ts";
import { createOtherBrowser, createUser, type TestUser } from "../integrations/support/test-user.ts";
import { readQueuedMessages } from "../integrations/support/traces.ts";
import { giveConsent, startFlow } from "../support/flow.ts";

let job: Revoker | undefined;
beforeEach(resetWorld);
afterEach(async () => {
  await job?.stop();
  job = undefined;
});

async function startPending(): Promise<{ user: TestUser; handle: string; grantId: string }> {
  const user = await createUser();
  const handle = getHandle(await createOtherBrowser().visit(await giveConsent(await startFlow(user, "gmail"))));
  return { user, handle, grantId: grantKey(handle).split("#")[1] ?? "" };
}

const expireHandle = (handle: string) => setExpiry(grantKey(handle), Math.floor(Date.now() / 1000) - 1);

test("queues the revocation of an unconfirmed grant for when its five minutes are over", async () => {
  const { grantId } = await startPending();
  const message = (await readQueuedMessages()).find((text) => text.includes(grantId));
  expect(message).toBeDefined();
});

test("revokes what nobody confirmed, through the queue", async () => {
  const { user, handle, grantId } = await startPending();
  await expireHandle(handle);
  await sendRevocation(grantId);
  await waitUntilAllRevoked("google");
  await waitUntilNothingHeld(user);
  expect(await listConnections(user)).toEqual([]);
});

test("lets nobody confirm a grant that was revoked", async () => {
  const { user, handle, grantId } = await startPending();
  await expireHandle(handle);
  job = await startRevoker();
  expect(await job.deliver(grantId)).toBe("done");
  expect(await user.post("/api/integrations/gmail/confirm", { handle })).toMatchObject(problemAnswer(404, "not_found"));
});

test("leaves a grant alone that may still be confirmed", async () => {
  const { user, handle, grantId } = await startPending();
  job = await startRevoker();
  expect(await job.deliver(grantId)).toBe("again");
  expect((await listGrants("google")).revoked).toEqual([]);
  expect((await user.post("/api/integrations/gmail/confirm", { handle })).status).toBe(200);
});

test("leaves a confirmed grant to its connection when the delayed message arrives", async () => {
  const { user, handle, grantId } = await startPending();
  await user.post("/api/integrations/gmail/confirm", { handle });
  job = await startRevoker();
  await job.deliver(grantId);
  expect((await listGrants("google")).revoked).toEqual([]);
  expect((await user.get("/api/v2/gmail/messages")).status).toBe(200);
});

test("keeps an unconfirmed grant's tokens when a connection of the account uses them", async () => {
  const { user, handle, grantId } = await startPending();
  const done = await user.visit(await giveConsent(await startFlow(user, "gmail")));
  expect(done.location?.searchParams.get("status")).toBe("success");
  await expireHandle(handle);
  job = await startRevoker();
  expect(await job.deliver(grantId)).toBe("done");
  expect((await user.get("/api/v2/gmail/messages")).status).toBe(200);
});
