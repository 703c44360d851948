// What was answered under an Idempotency-Key ends with the account.
import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { connectAccount, getConnectionId, problemAnswer } from "./support/connections.ts";
import { getSandbox } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { listRows } from "./support/tables.ts";
import { createUser, type TestUser } from "./support/test-user.ts";

beforeEach(resetWorld);

/** Posts a message under a key, by the named account. */
const post = (user: TestUser, key: string, account: string) =>
  user.request(`/api/integrations/slack/message?account=${account}`, {
    method: "POST",
    headers: { "idempotency-key": key },
    body: { channel: "C0ACME1", text: "a secret plan" },
  });

const countPosted = async () => (await getSandbox("slack").requests("/api/chat.postMessage")).length;

const listKept = async ({ sub }: TestUser) =>
  (await listRows("transient", "once#")).filter(({ pk }) => pk.includes(encodeURIComponent(sub)));

test("a kept answer is deleted with the account, and the request is not made again", async () => {
  const user = await createUser();
  await connectAccount(user, "slack");
  const id = await getConnectionId(user, "Acme");
  const key = randomUUID();
  const first = await post(user, key, id);
  expect((await post(user, key, id)).json).toEqual(first.json);
  await user.delete("/api/integrations/slack?keepActivity=true");
  expect(await listKept(user)).toEqual([expect.not.objectContaining({ answer: expect.anything() })]);
  expect(await post(user, key, id)).toMatchObject(problemAnswer(409, "conflict"));
  await connectAccount(user, "slack");
  expect(await post(user, key, id)).toMatchObject(problemAnswer(409, "conflict"));
  expect(await countPosted()).toBe(1);
  expect((await post(user, randomUUID(), id)).status).toBe(200);
});

test("the answers of another account of the provider stay", async () => {
  const user = await createUser();
  await connectAccount(user, "slack", { account: "acme" });
  await connectAccount(user, "slack", { account: "globex" });
  const [acme, globex] = [await getConnectionId(user, "Acme"), await getConnectionId(user, "Globex")];
  const key = randomUUID();
  const first = await post(user, key, acme);
  expect(first.status).toBe(200);
  await user.delete(`/api/integrations/slack?account=${globex}`);
  expect((await post(user, key, acme)).json).toEqual(first.json);
});
