import { expect, test } from "vitest";
import { routedUser, startAcme, startWorker } from "./support/acme.ts";
import { batch, claimed, type Delivered, delivery, logged, outlast, statusOf } from "./support/messages.ts";
import { workOff } from "./support/work-off.ts";

test("one event delivered fifty times at once to eight workers has one effect, and all fifty are consumed", async () => {
  const acme = await startAcme();
  const user = await routedUser();
  const workers = await Promise.all(Array.from({ length: 8 }, () => startWorker(acme)));
  const deliveries = Array.from({ length: 50 }, () =>
    delivery({ name: "one", claims: [`one-${user.route}`], routes: [user.route] }),
  );
  await workOff(workers, deliveries);
  expect(acme.times("begin")).toBe(1);
  expect(await user.told()).toEqual(["acme#one"]);
  const statuses = await Promise.all(deliveries.map(({ receipt }) => statusOf(receipt)));
  expect(statuses.filter((status) => status === "processed")).toHaveLength(1);
  expect(statuses.filter((status) => status === "duplicate")).toHaveLength(49);
});

test("a message that the queue hands out again after it was worked on is consumed, and its row stays as it is", async () => {
  const acme = await startAcme();
  const { route } = await routedUser();
  const worker = await startWorker(acme);
  const message = delivery({ routes: [route] });
  expect(await worker.work(batch(message))).toEqual([]);
  const before = await logged(message.receipt);
  expect(await worker.work(batch(message))).toEqual([]);
  expect(acme.times("begin")).toBe(1);
  expect(await logged(message.receipt)).toEqual(before);
});

test("a message that the queue hands out twice at once is worked on once", async () => {
  const acme = await startAcme();
  const { route } = await routedUser();
  const workers = await Promise.all([startWorker(acme), startWorker(acme)]);
  const message = delivery({ name: "slow", claims: [`slow-${route}`], routes: [route] });
  acme.advise("end/slow", "hang");
  const answers = workers.map((worker) => worker.work(batch(message)).catch(() => ["ended"]));
  expect(await Promise.race(answers)).toEqual([message.receipt]);
  await expect.poll(() => acme.times("end")).toBe(1);
  expect(acme.times("begin")).toBe(1);
  expect(await statusOf(message.receipt)).toBe("pending");
});

const shared = (claims: string[], route: string): Delivered => delivery({ claims, routes: [route] });

test("a delivery with the id of an earlier one is a duplicate, and so is one with its meaning under a new id", async () => {
  const acme = await startAcme();
  const { route } = await routedUser();
  const worker = await startWorker(acme);
  await worker.work(batch(shared([`id-1-${route}`, `meaning-1-${route}`], route)));
  const later = [
    shared([`id-1-${route}`, `meaning-2-${route}`], route),
    shared([`id-2-${route}`, `meaning-1-${route}`], route),
  ];
  for (const message of later) expect(await worker.work(batch(message))).toEqual([]);
  expect(await Promise.all(later.map(({ receipt }) => statusOf(receipt)))).toEqual(["duplicate", "duplicate"]);
  expect(acme.times("begin")).toBe(1);
});

test("a duplicate claims nothing: its other claim is still free", async () => {
  const acme = await startAcme();
  const { route } = await routedUser();
  const worker = await startWorker(acme);
  await worker.work(batch(shared([`id-3-${route}`], route)));
  await worker.work(batch(shared([`id-3-${route}`, `fresh-${route}`], route)));
  expect(await claimed(`fresh-${route}`)).toBeUndefined();
  await worker.work(batch(shared([`fresh-${route}`], route)));
  expect(acme.times("begin")).toBe(2);
});

test("the same id from two providers is two events", async () => {
  const acme = await startAcme();
  const id = `same-${crypto.randomUUID()}`;
  const { route } = await routedUser();
  const [one, other] = await Promise.all([startWorker(acme), startWorker(acme, { ACME_PROVIDER: "github" })]);
  const messages = [shared([id], route), shared([id], route)];
  await Promise.all([one, other].map((worker, at) => worker.work(batch(...messages.slice(at, at + 1)))));
  expect((await logged(messages[0]?.receipt ?? ""))?.status).toBe("processed");
  expect(await logged(messages[1]?.receipt ?? "")).toMatchObject({ status: "ignored", error: "nobody" });
});

test("an event is known for 35 days, and then no longer, even while its claim is still in the table", async () => {
  const acme = await startAcme();
  const { route } = await routedUser();
  const worker = await startWorker(acme);
  const again = () => delivery({ name: "old", claims: [`old-${route}`], routes: [route] });
  await worker.work(batch(again()));
  const { until, ttl } = (await claimed(`old-${route}`)) ?? {};
  expect((Number(until) - Date.now()) / 86_400_000).toBeCloseTo(35, 2);
  expect(Number(ttl)).toBeGreaterThanOrEqual(Math.floor(Number(until) / 1000));
  await outlast(`old-${route}`);
  await worker.work(batch(again()));
  expect(acme.times("begin")).toBe(2);
});
