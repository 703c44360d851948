import { expect, test } from "vitest";
import { type Acme, type RoutedUser, routedUser, startAcme, startWorker } from "./support/acme.ts";
import { batch, claimed, type Delivered, delivery, outlast, statusOf } from "./support/messages.ts";
import { workOff } from "./support/work-off.ts";

const events = ["one", "two", "three", "four", "five"];

interface Crash {
  readonly acme: Acme;
  readonly messages: readonly Delivered[];
  readonly user: RoutedUser[];
}

/** A batch of five users' events; the worker is killed while the third is at a step. The queue has all five still. */
async function killedAt(step: "begin" | "end"): Promise<Crash> {
  const acme = await startAcme();
  const users = await Promise.all(events.map(() => routedUser()));
  const messages = events.map((name, at) =>
    delivery({ name, claims: [`${name}-${users[at]?.route}`], routes: [users[at]?.route ?? ""] }),
  );
  const worker = await startWorker(acme);
  acme.advise(`${step}/three`, "hang");
  const answer = worker.work(batch(...messages));
  const others = messages.filter((_, at) => at !== 2);
  const settled = () => Promise.all(others.map(({ receipt }) => statusOf(receipt)));
  await expect.poll(settled).toEqual(Array(4).fill("processed"));
  await expect.poll(() => acme.times(step, "three")).toBe(1);
  await Promise.all([worker.kill(), expect(answer).rejects.toThrow("has ended")]);
  acme.advise(`${step}/three`, {});
  return { acme, messages, user: users };
}

const told = ({ user }: Crash) => Promise.all(user.map((one) => one.told()));
const once = events.map((name) => [`acme#${name}`]);

test("a worker killed after the claim and before the effect: the queue's retry has the effect, once", async () => {
  const crash = await killedAt("begin");
  expect((await told(crash)).flat()).toHaveLength(4);
  const next = await startWorker(crash.acme);
  // The retry comes 360 s later, when the claim is long free.
  await outlast(`three-${crash.user[2]?.route}`);
  await workOff([next], crash.messages, 1);
  expect(await told(crash)).toEqual(once);
  expect(await statusOf(crash.messages[2]?.receipt ?? "")).toBe("processed");
});

test("a worker killed after the effect and before the end: the retry changes nothing for the user", async () => {
  const crash = await killedAt("end");
  expect(await told(crash)).toEqual(once);
  const next = await startWorker(crash.acme);
  await outlast(`three-${crash.user[2]?.route}`);
  await workOff([next], crash.messages, 1);
  expect(await told(crash)).toEqual(once);
  expect(await statusOf(crash.messages[2]?.receipt ?? "")).toBe("processed");
  expect(crash.acme.begun().filter((name) => name !== "three")).toHaveLength(4);
});

test("what a crash leaves stays claimed for longer than a worker runs and shorter than its queue hides a message", async () => {
  const crash = await killedAt("begin");
  const { until } = (await claimed(`three-${crash.user[2]?.route}`)) ?? {};
  const left = (Number(until) - Date.now()) / 1000;
  expect(left).toBeGreaterThan(60);
  expect(left).toBeLessThan(360);
});

test("while the claim of a dead worker stands, a repetition is put off, neither lost nor worked on nor logged as failed", async () => {
  const { acme, messages, user } = await killedAt("begin");
  const next = await startWorker(acme);
  const repetition = delivery({ name: "three", claims: [`three-${user[2]?.route}`], routes: [user[2]?.route ?? ""] });
  expect(await next.work(batch(repetition))).toEqual([repetition.receipt]);
  expect(acme.times("begin", "three")).toBe(1);
  expect(await statusOf(repetition.receipt)).toBeUndefined();
  expect(await statusOf(messages[2]?.receipt ?? "")).toBe("pending");
  await outlast(`three-${user[2]?.route}`);
  expect(await next.work(batch(repetition))).toEqual([]);
  expect(await user[2]?.told()).toEqual(["acme#three"]);
});
