import { beforeEach, expect, test } from "vitest";
import { type ProviderId, providerIds } from "../../lib/provider-ids.ts";
import { asUser } from "../support/api.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { spy } from "../support/spy.ts";
import { getHandle } from "./support/callback.ts";
import { comparableParts, listConnections, problemAnswer } from "./support/connections.ts";
import { resetWorld } from "./support/reset.ts";
import { listGrants, waitUntilAllRevoked } from "./support/revoker.ts";
import { grantKey, listHeldGrants, listRows, listStoredRows, setExpiry } from "./support/tables.ts";
import { createOtherBrowser, createUser, type TestUser } from "./support/test-user.ts";

beforeEach(resetWorld);

/** Consents to a user's flow in a browser that did not start it. @returns the confirmation handle of the redirect */
async function startPending(user: TestUser, provider: ProviderId = "gmail"): Promise<string> {
  return getHandle(await createOtherBrowser().visit(await giveConsent(await startFlow(user, provider))));
}

const confirm = (user: TestUser, handle: string, provider: ProviderId = "gmail") =>
  user.post(`/api/integrations/${provider}/confirm`, { handle });

test.each(providerIds)(
  "makes a held grant of %s a connection when its starter confirms, and answers the list's item",
  async (provider) => {
    const user = await createUser();
    const answer = await confirm(user, await startPending(user, provider), provider);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ provider, connected: true, status: "connected" });
    expect(await listConnections(user)).toEqual([answer.json]);
  },
);

test("gives a confirmed connection tokens that work", async () => {
  const user = await createUser();
  await confirm(user, await startPending(user));
  expect((await user.get("/api/v2/gmail/messages")).status).toBe(200);
});

test("accepts a handle once", async () => {
  const user = await createUser();
  const handle = await startPending(user);
  await confirm(user, handle);
  expect(await confirm(user, handle)).toMatchObject(problemAnswer(404, "not_found"));
  expect(await listConnections(user)).toHaveLength(1);
});

test("confirms although the answer of the write that claims the grant was lost, and once", async () => {
  const user = await createUser();
  const handle = await startPending(user);
  await spy.breakNext({ service: "dynamodb", operation: "UpdateItem", keyPrefix: "grant#", action: "lose" });
  expect((await confirm(user, handle)).status).toBe(200);
  expect(await confirm(user, handle)).toMatchObject(problemAnswer(404, "not_found"));
});

test("accepts a handle once when it is confirmed ten times at once", async () => {
  const user = await createUser();
  const handle = await startPending(user);
  const answers = await Promise.all(Array.from({ length: 10 }, () => confirm(user, handle)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 404)).toHaveLength(9);
});

test("destroys the grant and revokes it at the provider when anybody else confirms", async () => {
  const [user, victim] = [await createUser(), await createUser()];
  const handle = await startPending(user);
  expect(await confirm(victim, handle)).toMatchObject(problemAnswer(404, "not_found"));
  await waitUntilAllRevoked("google");
  expect(await confirm(user, handle)).toMatchObject(problemAnswer(404, "not_found"));
  expect([await listConnections(user), await listConnections(victim)]).toEqual([[], []]);
  // The grant is revoked at the provider first.
  await expect.poll(() => listStoredRows(user.sub)).toEqual([]);
});

test("treats the same sub in another tenant as another user", async () => {
  const user = await createUser("acme");
  const namesake = { ...(await asUser({ sub: user.sub, org: "globex" })), sub: user.sub };
  expect(await confirm(namesake, await startPending(user))).toMatchObject(problemAnswer(404, "not_found"));
  await waitUntilAllRevoked("google");
});

test("answers an unknown handle exactly as somebody else's", async () => {
  const [user, other] = [await createUser(), await createUser()];
  const foreign = await confirm(other, await startPending(user));
  expect(comparableParts(await confirm(other, "A".repeat(43)))).toEqual(comparableParts(foreign));
});

test("refuses a handle past its five minutes although its row is still there, and revokes the grant", async () => {
  const user = await createUser();
  const handle = await startPending(user);
  await setExpiry(grantKey(handle), Math.floor(Date.now() / 1000) - 1);
  expect(await confirm(user, handle)).toMatchObject(problemAnswer(404, "not_found"));
  await waitUntilAllRevoked("google");
  expect(await listConnections(user)).toEqual([]);
});

test("leaves the grant to its starter when the handle is brought to another provider's confirm", async () => {
  const user = await createUser();
  const handle = await startPending(user);
  expect(await confirm(user, handle, "slack")).toMatchObject(problemAnswer(404, "not_found"));
  expect((await confirm(user, handle)).status).toBe(200);
});

test("gives a starter without the handle nothing of what another person consented to", async () => {
  const attacker = await createUser();
  const handle = await startPending(attacker);
  const [grant] = await listHeldGrants(attacker.sub);
  const guesses = ["", "x", "A".repeat(43), grant ?? "", handle.toLowerCase(), `${handle}A`];
  for (const guess of guesses) expect((await confirm(attacker, guess)).status).toBeGreaterThanOrEqual(400);
  expect(await listConnections(attacker)).toEqual([]);
  expect((await attacker.get("/api/v2/gmail/messages")).status).toBe(404);
});

test("never makes an attacker's account a connection of the victim who opens the attacker's callback", async () => {
  const [attacker, victim] = [await createUser(), await createUser()];
  const callback = await giveConsent(await startFlow(attacker, "gmail"));
  const handle = getHandle(await victim.visit(callback));
  await confirm(victim, handle);
  expect(await listConnections(victim)).toEqual([]);
  await waitUntilAllRevoked("google");
  expect((await listGrants("google")).revoked).toEqual(["ada@example.com"]);
});

test("keeps the handle only as a hash", async () => {
  const user = await createUser();
  const handle = await startPending(user);
  const rows = JSON.stringify(await listRows("transient"));
  expect(rows).toContain(grantKey(handle));
  expect(rows).not.toContain(handle);
});

test("requires a token before it reads the handle", async () => {
  const user = await createUser();
  const handle = await startPending(user);
  const answer = await createOtherBrowser().post("/api/integrations/gmail/confirm", { handle });
  expect(answer.status).toBe(401);
  expect((await confirm(user, handle)).status).toBe(200);
});
