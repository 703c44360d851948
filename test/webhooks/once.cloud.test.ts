import { expect, test } from "vitest";
import { createRoutedUser, startAcme, startWorker } from "./support/acme-worker.ts";
import {
  createBatch,
  createDelivery,
  expireClaim,
  readClaim,
  readLogRow,
  readStatus,
  type TestDelivery,
} from "./support/messages.ts";
import { processAll } from "./support/work-off.ts";

test("one event delivered fifty times at once to eight workers has one effect, and all fifty are consumed", async () => {
  const acme = await startAcme();
  const user = await createRoutedUser();
  const workers = await Promise.all(Array.from({ length: 8 }, () => startWorker(acme)));
  const deliveries = Array.from({ length: 50 }, () =>
    createDelivery({ name: "one", claims: [`one-${user.route}`], routes: [user.route] }),
  );
  await processAll(workers, deliveries);
  expect(acme.times("begin")).toBe(1);
  expect(await user.listOutboxKeys()).toEqual(["acme#one"]);
  const statuses = await Promise.all(deliveries.map(({ receipt }) => readStatus(receipt)));
  expect(statuses.filter((status) => status === "processed")).toHaveLength(1);
  expect(statuses.filter((status) => status === "duplicate")).toHaveLength(49);
});

test("a message that the queue hands out again after it was worked on is consumed, and its row stays as it is", async () => {
  const acme = await startAcme();
  const { route } = await createRoutedUser();
  const worker = await startWorker(acme);
  const message = createDelivery({ routes: [route] });
  expect(await worker.work(createBatch(message))).toEqual([]);
  const before = await readLogRow(message.receipt);
  expect(await worker.work(createBatch(message))).toEqual([]);
  expect(acme.times("begin")).toBe(1);
  expect(await readLogRow(message.receipt)).toEqual(before);
});

test("a message that the queue hands out twice at once is worked on once", async () => {
  const acme = await startAcme();
  const { route } = await createRoutedUser();
  const workers = await Promise.all([startWorker(acme), startWorker(acme)]);
  const message = createDelivery({ name: "slow", claims: [`slow-${route}`], routes: [route] });
  acme.advise("end/slow", "hang");
  const answers = workers.map((worker) => worker.work(createBatch(message)).catch(() => ["ended"]));
  expect(await Promise.race(answers)).toEqual([message.receipt]);
  await expect.poll(() => acme.times("end")).toBe(1);
  expect(acme.times("begin")).toBe(1);
  expect(await readStatus(message.receipt)).toBe("pending");
});

const deliveryWithKeys = (claims: string[], route: string): TestDelivery => createDelivery({ claims, routes: [route] });

test("a delivery with the id of an earlier one is a duplicate, and so is one with its meaning under a new id", async () => {
  const acme = await startAcme();
  const { route } = await createRoutedUser();
  const worker = await startWorker(acme);
  await worker.work(createBatch(deliveryWithKeys([`id-1-${route}`, `meaning-1-${route}`], route)));
  const later = [
    deliveryWithKeys([`id-1-${route}`, `meaning-2-${route}`], route),
    deliveryWithKeys([`id-2-${route}`, `meaning-1-${route}`], route),
  ];
  for (const message of later) expect(await worker.work(createBatch(message))).toEqual([]);
  expect(await Promise.all(later.map(({ receipt }) => readStatus(receipt)))).toEqual(["duplicate", "duplicate"]);
  expect(acme.times("begin")).toBe(1);
});

test("a duplicate claims nothing: its other claim is still free", async () => {
  const acme = await startAcme();
  const { route } = await createRoutedUser();
  const worker = await startWorker(acme);
  await worker.work(createBatch(deliveryWithKeys([`id-3-${route}`], route)));
  await worker.work(createBatch(deliveryWithKeys([`id-3-${route}`, `fresh-${route}`], route)));
  expect(await readClaim(`fresh-${route}`)).toBeUndefined();
  await worker.work(createBatch(deliveryWithKeys([`fresh-${route}`], route)));
  expect(acme.times("begin")).toBe(2);
});

test("the same id from two providers is two events", async () => {
  const acme = await startAcme();
  const id = `same-${crypto.randomUUID()}`;
  const { route } = await createRoutedUser();
  const [one, other] = await Promise.all([startWorker(acme), startWorker(acme, { ACME_PROVIDER: "github" })]);
  const messages = [deliveryWithKeys([id], route), deliveryWithKeys([id], route)];
  await Promise.all([one, other].map((worker, at) => worker.work(createBatch(...messages.slice(at, at + 1)))));
  expect((await readLogRow(messages[0]?.receipt ?? ""))?.status).toBe("processed");
  expect(await readLogRow(messages[1]?.receipt ?? "")).toMatchObject({ status: "ignored", error: "nobody" });
});

test("an event is known for 35 days, and then no longer, even while its claim is still in the table", async () => {
  const acme = await startAcme();
  const { route } = await createRoutedUser();
  const worker = await startWorker(acme);
  const again = () => createDelivery({ name: "old", claims: [`old-${route}`], routes: [route] });
  await worker.work(createBatch(again()));
  const { until, ttl } = (await readClaim(`old-${route}`)) ?? {};
  expect((Number(until) - Date.now()) / 86_400_000).toBeCloseTo(35, 2);
  expect(Number(ttl)).toBeGreaterThanOrEqual(Math.floor(Number(until) / 1000));
  await expireClaim(`old-${route}`);
  await worker.work(createBatch(again()));
  expect(acme.times("begin")).toBe(2);
});
