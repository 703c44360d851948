import { expect, test } from "vitest";
import { createRoutedUser, startAcme, startWorker } from "./support/acme-worker.ts";
import { createDelivery, readLogRow } from "./support/messages.ts";
import { createOwnQueue, maxAttempts } from "./support/own-queue.ts";

async function startWorld() {
  const acme = await startAcme();
  const queue = await createOwnQueue();
  const worker = await startWorker(acme, { WEBHOOKS_QUEUE_URL: queue.url });
  return { acme, queue, worker, user: await createRoutedUser() };
}

test("an event that always fails ends in the dead-letter queue after fourteen attempts, while others are processed", async () => {
  const { acme, queue, worker, user } = await startWorld();
  const event = (name: string) => createDelivery({ name, claims: [`${name}-${user.route}`], routes: [user.route] });
  const poison = event("poison");
  acme.advise("begin/poison", { crash: "always" });
  await queue.send(poison);
  for (let round = 1; round <= maxAttempts; round++) {
    await queue.send(event(`good-${round}`));
    await queue.poll(worker);
    await queue.hurry();
  }
  expect(await queue.poll(worker)).toBe(0);
  await expect.poll(() => queue.dead()).toBe(1);
  expect(await queue.left()).toBe(0);
  expect(acme.times("begin", "poison")).toBe(14);
  expect(acme.times("end", "good")).toBe(14);
  expect(await readLogRow(poison.receipt)).toMatchObject({ status: "failed", attempts: 14, error: "internal" });
});

test("an unreadable message ends in the dead-letter queue within seconds", async () => {
  const { queue, worker } = await startWorld();
  await queue.send(createDelivery({}, { body: "[]" }));
  const pollAndCount = async () => {
    await queue.poll(worker);
    return queue.dead();
  };
  await expect.poll(pollAndCount, { interval: 300 }).toBe(1);
});

test("a message that is no delivery ends in the dead-letter queue too, and is never processed", async () => {
  const { acme, queue, worker } = await startWorld();
  await queue.send({ body: JSON.stringify({ something: "else" }) });
  for (let round = 1; round <= maxAttempts; round++) {
    await queue.poll(worker);
    await queue.hurry();
  }
  expect(await queue.poll(worker)).toBe(0);
  await expect.poll(() => queue.dead()).toBe(1);
  expect(acme.times("begin")).toBe(0);
});

test("a failed message is delayed before it is retried", async () => {
  const { acme, queue, worker, user } = await startWorld();
  acme.advise("begin/bad", { fail: "rate", retryAfter: 10 });
  await queue.send(createDelivery({ name: "bad", claims: [user.route], routes: [user.route] }));
  await queue.poll(worker);
  expect(await queue.poll(worker)).toBe(0);
  const pollAndCount = async () => {
    await queue.poll(worker);
    return acme.times("begin");
  };
  // Far sooner than the queue's own 360 s.
  await expect.poll(pollAndCount, { interval: 500, timeout: 40_000 }).toBe(2);
});
