import { expect, test } from "vitest";
import { type Acme, createRoutedUser, type RoutedUser, startAcme, startWorker } from "./support/acme-worker.ts";
import {
  createBatch,
  createDelivery,
  expireClaim,
  readClaim,
  readStatus,
  type TestDelivery,
} from "./support/messages.ts";
import { processAll } from "./support/work-off.ts";

const events = ["one", "two", "three", "four", "five"];

interface Crash {
  readonly acme: Acme;
  readonly messages: readonly TestDelivery[];
  readonly user: RoutedUser[];
}

/** Kills the worker during a step of the third of five users' events. The queue still has all five. */
async function killAt(step: "begin" | "end"): Promise<Crash> {
  const acme = await startAcme();
  const users = await Promise.all(events.map(() => createRoutedUser()));
  const messages = events.map((name, at) =>
    createDelivery({ name, claims: [`${name}-${users[at]?.route}`], routes: [users[at]?.route ?? ""] }),
  );
  const worker = await startWorker(acme);
  acme.advise(`${step}/three`, "hang");
  const answer = worker.work(createBatch(...messages));
  const others = messages.filter((_, at) => at !== 2);
  const readStatuses = () => Promise.all(others.map(({ receipt }) => readStatus(receipt)));
  await expect.poll(readStatuses).toEqual(Array(4).fill("processed"));
  await expect.poll(() => acme.times(step, "three")).toBe(1);
  await Promise.all([worker.kill(), expect(answer).rejects.toThrow("has ended")]);
  acme.advise(`${step}/three`, {});
  return { acme, messages, user: users };
}

const listOutboxKeys = ({ user }: Crash) => Promise.all(user.map((one) => one.listOutboxKeys()));
const once = events.map((name) => [`acme#${name}`]);

test("a worker killed after the claim and before the effect: the queue's retry has the effect, once", async () => {
  const crash = await killAt("begin");
  expect((await listOutboxKeys(crash)).flat()).toHaveLength(4);
  const next = await startWorker(crash.acme);
  // The retry comes 360 s later, long after the claim has expired.
  await expireClaim(`three-${crash.user[2]?.route}`);
  await processAll([next], crash.messages, 1);
  expect(await listOutboxKeys(crash)).toEqual(once);
  expect(await readStatus(crash.messages[2]?.receipt ?? "")).toBe("processed");
});

test("a worker killed after the effect and before the end: the retry changes nothing for the user", async () => {
  const crash = await killAt("end");
  expect(await listOutboxKeys(crash)).toEqual(once);
  const next = await startWorker(crash.acme);
  await expireClaim(`three-${crash.user[2]?.route}`);
  await processAll([next], crash.messages, 1);
  expect(await listOutboxKeys(crash)).toEqual(once);
  expect(await readStatus(crash.messages[2]?.receipt ?? "")).toBe("processed");
  expect(crash.acme.listBegun().filter((name) => name !== "three")).toHaveLength(4);
});

test("what a crash leaves stays claimed for longer than a worker runs and shorter than its queue hides a message", async () => {
  const crash = await killAt("begin");
  const { until } = (await readClaim(`three-${crash.user[2]?.route}`)) ?? {};
  const left = (Number(until) - Date.now()) / 1000;
  expect(left).toBeGreaterThan(60);
  expect(left).toBeLessThan(360);
});

test("while the claim of a dead worker stands, a repetition is put off, neither lost nor worked on nor logged as failed", async () => {
  const { acme, messages, user } = await killAt("begin");
  const next = await startWorker(acme);
  const repetition = createDelivery({
    name: "three",
    claims: [`three-${user[2]?.route}`],
    routes: [user[2]?.route ?? ""],
  });
  expect(await next.work(createBatch(repetition))).toEqual([repetition.receipt]);
  expect(acme.times("begin", "three")).toBe(1);
  expect(await readStatus(repetition.receipt)).toBeUndefined();
  expect(await readStatus(messages[2]?.receipt ?? "")).toBe("pending");
  await expireClaim(`three-${user[2]?.route}`);
  expect(await next.work(createBatch(repetition))).toEqual([]);
  expect(await user[2]?.listOutboxKeys()).toEqual(["acme#three"]);
});
