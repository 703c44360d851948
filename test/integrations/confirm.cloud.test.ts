import { beforeEach, expect, test } from "vitest";
import type { ProviderId } from "../../lib/providers/ids.ts";
import { asUser } from "../support/api.ts";
import { consent, start } from "../support/flow.ts";
import { handleOf } from "./support/callback.ts";
import { comparable, listOf, problem } from "./support/connections.ts";
import { freshWorld } from "./support/reset.ts";
import { allRevoked, standing } from "./support/revoker.ts";
import { otherBrowser, type Someone, someone } from "./support/someone.ts";
import { grantKey, grantsHeldFor, rowsOf, setExpiry, storedFor } from "./support/tables.ts";

beforeEach(freshWorld);

/** Consents to a user's flow in a browser that did not start it. @returns the handle it is sent back with */
async function pending(user: Someone, provider: ProviderId = "gmail"): Promise<string> {
  return handleOf(await otherBrowser().visit(await consent(await start(user, provider))));
}

const confirm = (user: Someone, handle: string, provider: ProviderId = "gmail") =>
  user.post(`/api/integrations/${provider}/confirm`, { handle });

test.each(["figma", "slack", "github", "gmail", "calendar"] as const)(
  "makes a held grant of %s a connection when its starter confirms, and answers the list's item",
  async (provider) => {
    const user = await someone();
    const answer = await confirm(user, await pending(user, provider), provider);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ provider, connected: true, status: "active" });
    expect(await listOf(user)).toEqual([answer.json]);
  },
);

test("gives a confirmed connection tokens that work", async () => {
  const user = await someone();
  await confirm(user, await pending(user));
  expect((await user.get("/api/v2/gmail/messages")).status).toBe(200);
});

test("takes a handle once", async () => {
  const user = await someone();
  const handle = await pending(user);
  await confirm(user, handle);
  expect(await confirm(user, handle)).toMatchObject(problem(404, "not_found"));
  expect(await listOf(user)).toHaveLength(1);
});

test("takes a handle once when it is confirmed ten times at once", async () => {
  const user = await someone();
  const handle = await pending(user);
  const answers = await Promise.all(Array.from({ length: 10 }, () => confirm(user, handle)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 404)).toHaveLength(9);
});

test("destroys the grant and revokes it at the provider when anybody else confirms", async () => {
  const [user, victim] = [await someone(), await someone()];
  const handle = await pending(user);
  expect(await confirm(victim, handle)).toMatchObject(problem(404, "not_found"));
  await allRevoked("google");
  expect(await confirm(user, handle)).toMatchObject(problem(404, "not_found"));
  expect([await listOf(user), await listOf(victim)]).toEqual([[], []]);
  // The provider is told first.
  await expect.poll(() => storedFor(user.sub)).toEqual([]);
});

test("takes the same sub in another tenant for somebody else", async () => {
  const user = await someone("acme");
  const namesake = { ...(await asUser({ sub: user.sub, org: "globex" })), sub: user.sub };
  expect(await confirm(namesake, await pending(user))).toMatchObject(problem(404, "not_found"));
  await allRevoked("google");
});

test("answers an unknown handle exactly as somebody else's", async () => {
  const [user, other] = [await someone(), await someone()];
  const foreign = await confirm(other, await pending(user));
  expect(comparable(await confirm(other, "A".repeat(43)))).toEqual(comparable(foreign));
});

test("refuses a handle past its five minutes although its row is still there, and revokes the grant", async () => {
  const user = await someone();
  const handle = await pending(user);
  await setExpiry(grantKey(handle), Math.floor(Date.now() / 1000) - 1);
  expect(await confirm(user, handle)).toMatchObject(problem(404, "not_found"));
  await allRevoked("google");
  expect(await listOf(user)).toEqual([]);
});

test("leaves the grant to its starter when the handle is brought to another provider's confirm", async () => {
  const user = await someone();
  const handle = await pending(user);
  expect(await confirm(user, handle, "slack")).toMatchObject(problem(404, "not_found"));
  expect((await confirm(user, handle)).status).toBe(200);
});

test("gives a starter without the handle nothing of what another person consented to", async () => {
  const attacker = await someone();
  const handle = await pending(attacker);
  const [grant] = await grantsHeldFor(attacker.sub);
  const guesses = ["", "x", "A".repeat(43), grant ?? "", handle.toLowerCase(), `${handle}A`];
  for (const guess of guesses) expect((await confirm(attacker, guess)).status).toBeGreaterThanOrEqual(400);
  expect(await listOf(attacker)).toEqual([]);
  expect((await attacker.get("/api/v2/gmail/messages")).status).toBe(404);
});

test("never makes an attacker's account a connection of the victim who opens the attacker's callback", async () => {
  const [attacker, victim] = [await someone(), await someone()];
  const callback = await consent(await start(attacker, "gmail"));
  const handle = handleOf(await victim.visit(callback));
  await confirm(victim, handle);
  expect(await listOf(victim)).toEqual([]);
  await allRevoked("google");
  expect((await standing("google")).revoked).toEqual(["ada@example.com"]);
});

test("keeps the handle only as a hash", async () => {
  const user = await someone();
  const handle = await pending(user);
  const rows = JSON.stringify(await rowsOf("transient"));
  expect(rows).toContain(grantKey(handle));
  expect(rows).not.toContain(handle);
});

test("asks for a token before it looks at a handle", async () => {
  const user = await someone();
  const handle = await pending(user);
  const answer = await otherBrowser().post("/api/integrations/gmail/confirm", { handle });
  expect(answer.status).toBe(401);
  expect((await confirm(user, handle)).status).toBe(200);
});
