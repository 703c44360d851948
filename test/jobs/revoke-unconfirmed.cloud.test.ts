import { afterEach, beforeEach, expect, test } from "vitest";
import { handleOf } from "../integrations/support/callback.ts";
import { listOf, problem } from "../integrations/support/connections.ts";
import { freshWorld } from "../integrations/support/reset.ts";
import { allRevoked, type Revoker, revoker, sendRevocation, standing } from "../integrations/support/revoker.ts";
import { otherBrowser, type Someone, someone } from "../integrations/support/someone.ts";
import { grantKey, nothingHeldFor, setExpiry } from "../integrations/support/tables.ts";
import { queuedMessages } from "../integrations/support/traces.ts";
import { consent, start } from "../support/flow.ts";

let job: Revoker | undefined;
beforeEach(freshWorld);
afterEach(async () => {
  await job?.stop();
  job = undefined;
});

async function pending(): Promise<{ user: Someone; handle: string; grantId: string }> {
  const user = await someone();
  const handle = handleOf(await otherBrowser().visit(await consent(await start(user, "gmail"))));
  return { user, handle, grantId: grantKey(handle).split("#")[1] ?? "" };
}

const pastItsTime = (handle: string) => setExpiry(grantKey(handle), Math.floor(Date.now() / 1000) - 1);

test("queues the revocation of an unconfirmed grant for when its five minutes are over", async () => {
  const { grantId } = await pending();
  const message = (await queuedMessages()).find((text) => text.includes(grantId));
  expect(message).toBeDefined();
});

test("revokes what nobody confirmed, through the queue", async () => {
  const { user, handle, grantId } = await pending();
  await pastItsTime(handle);
  await sendRevocation(grantId);
  await allRevoked("google");
  await nothingHeldFor(user);
  expect(await listOf(user)).toEqual([]);
});

test("lets nobody confirm a grant that was revoked", async () => {
  const { user, handle, grantId } = await pending();
  await pastItsTime(handle);
  job = await revoker();
  expect(await job.deliver(grantId)).toBe("done");
  expect(await user.post("/api/integrations/gmail/confirm", { handle })).toMatchObject(problem(404, "not_found"));
});

test("leaves a grant alone that may still be confirmed", async () => {
  const { user, handle, grantId } = await pending();
  job = await revoker();
  expect(await job.deliver(grantId)).toBe("again");
  expect((await standing("google")).revoked).toEqual([]);
  expect((await user.post("/api/integrations/gmail/confirm", { handle })).status).toBe(200);
});

test("leaves a confirmed grant to its connection when the delayed message arrives", async () => {
  const { user, handle, grantId } = await pending();
  await user.post("/api/integrations/gmail/confirm", { handle });
  job = await revoker();
  await job.deliver(grantId);
  expect((await standing("google")).revoked).toEqual([]);
  expect((await user.get("/api/v2/gmail/messages")).status).toBe(200);
});

test("spares an unconfirmed grant's tokens where a connection of the account lives on them", async () => {
  const { user, handle, grantId } = await pending();
  const done = await user.visit(await consent(await start(user, "gmail")));
  expect(done.location?.searchParams.get("status")).toBe("success");
  await pastItsTime(handle);
  job = await revoker();
  expect(await job.deliver(grantId)).toBe("done");
  expect((await user.get("/api/v2/gmail/messages")).status).toBe(200);
});
