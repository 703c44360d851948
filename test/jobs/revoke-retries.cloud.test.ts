import { afterEach, beforeEach, expect, test } from "vitest";
import { connected, problem } from "../integrations/support/connections.ts";
import { sandboxOf } from "../integrations/support/facts.ts";
import { freshWorld } from "../integrations/support/reset.ts";
import { type Revoker, revoker, standing } from "../integrations/support/revoker.ts";
import { someone } from "../integrations/support/someone.ts";
import { grantsHeldFor, storedFor } from "../integrations/support/tables.ts";
import { forgetMessages } from "../support/queues.ts";
import type { ScriptedAnswer } from "../support/sandbox.ts";
import { againSoon } from "./support/revocations.ts";

let job: Revoker | undefined;
beforeEach(freshWorld);
againSoon();
afterEach(async () => {
  await job?.stop();
  job = undefined;
});

/** Disconnects Gmail while its revocation endpoint is out; the queue's own attempt has failed when this returns. */
async function disconnectDuring(outage: Omit<ScriptedAnswer, "path">) {
  const user = await someone();
  await connected(user, "gmail");
  await sandboxOf("gmail").script({ path: "/revoke", ...outage });
  const first = await user.delete("/api/integrations/gmail");
  await expect.poll(() => sandboxOf("gmail").requests("/revoke")).toHaveLength(1);
  // Every further attempt is the test's own.
  await forgetMessages();
  const [held] = await grantsHeldFor(user.sub);
  job = await revoker();
  return { user, first, job, grantId: held ?? "" };
}

test("tries again until the revocation endpoint that answered 503 twice answers 200", async () => {
  const { user, job, grantId } = await disconnectDuring({ status: 503, times: 2 });
  expect(await job.deliver(grantId)).toBe("again");
  expect((await standing("google")).live).toEqual(["ada@example.com"]);
  expect(await job.deliver(grantId)).toBe("done");
  expect((await standing("google")).live).toEqual([]);
  expect(await grantsHeldFor(user.sub)).toEqual([]);
});

test.each([
  ["resets the connection", { drop: true as const }],
  ["answers 429", { status: 429, body: {} }],
  ["answers 500", { status: 500, body: "oops" }],
])("keeps the sealed token for another try when the endpoint %s", async (_, outage) => {
  const { user, job, grantId } = await disconnectDuring(outage);
  expect(await grantsHeldFor(user.sub)).toHaveLength(1);
  expect(await job.deliver(grantId)).toBe("done");
});

test("has the connection gone at once, whatever the provider does", async () => {
  const { user, first } = await disconnectDuring({ status: 503, times: 9 });
  expect(first.status).toBe(200);
  expect(await storedFor(user.sub)).toEqual(["grant"]);
  expect(await user.get("/api/v2/gmail/messages")).toMatchObject(problem(404, "not_connected"));
});

test("answers a second disconnect during the outage as the first, without a second revocation", async () => {
  const { user, first } = await disconnectDuring({ status: 503, times: 9 });
  const second = await user.delete("/api/integrations/gmail");
  expect([second.status, second.json]).toEqual([first.status, first.json]);
  expect(await grantsHeldFor(user.sub)).toHaveLength(1);
});

test("is done with a message whose grant was revoked before", async () => {
  const { job, grantId } = await disconnectDuring({ status: 503 });
  await job.deliver(grantId);
  await sandboxOf("gmail").forgetRequests();
  // A message as fresh as this one may be ahead of its row, so it is asked for once more, and nothing is called.
  await job.deliver(grantId);
  expect(await sandboxOf("gmail").requests("/revoke")).toEqual([]);
});

test("asks for a message again that is no message of ours, for the dead-letter queue to take", async () => {
  job = await revoker();
  expect(await job.deliver("")).toBe("again");
});
