import { beforeEach, expect, test } from "vitest";
import { spy } from "../support/spy.ts";
import { createRoutedUser, startAcme, startWorker } from "./support/acme-worker.ts";
import { createBatch, createDelivery, expireClaim, readClaim, readLogRow, readStatus } from "./support/messages.ts";

beforeEach(() => spy.forget());

const claims = { service: "dynamodb", keyPrefix: "claim#", lambda: "acme-worker" } as const;

async function oneEvent() {
  const acme = await startAcme();
  const user = await createRoutedUser();
  const worker = await startWorker(acme);
  const message = createDelivery({ name: "one", claims: [`one-${user.route}`], routes: [user.route] });
  return { acme, user, worker, message };
}

test.each(["error500", "throttle", "drop"] as const)(
  "nothing is done while the claims' table answers with %s; the message stays and is worked on later, once",
  async (action) => {
    const { acme, user, worker, message } = await oneEvent();
    await spy.breakNext({ ...claims, action, times: 50 });
    expect(await worker.work(createBatch(message))).toEqual([message.receipt]);
    expect(acme.times("begin")).toBe(0);
    await spy.forget();
    expect(await worker.work(createBatch(message))).toEqual([]);
    expect(await user.listOutboxKeys()).toEqual(["acme#one"]);
  },
);

test("one failure of the table is not even a failure of the message", async () => {
  const { user, worker, message } = await oneEvent();
  await spy.breakNext({ ...claims, action: "throttle", times: 1 });
  expect(await worker.work(createBatch(message))).toEqual([]);
  expect(await user.listOutboxKeys()).toEqual(["acme#one"]);
});

test("when completion cannot be stored, the message is retried and the user is not told again", async () => {
  const { acme, user, worker, message } = await oneEvent();
  acme.advise("end/one", "hang");
  const answer = worker.work(createBatch(message));
  await expect.poll(() => acme.times("end")).toBe(1);
  await spy.breakNext({ ...claims, action: "error500", times: 50 });
  acme.release();
  expect(await answer).toEqual([message.receipt]);
  await spy.forget();
  expect(await readStatus(message.receipt)).toBe("pending");
  await expireClaim(`one-${user.route}`);
  acme.advise("end/one", {});
  expect(await worker.work(createBatch(message))).toEqual([]);
  expect(await readStatus(message.receipt)).toBe("processed");
  expect(await user.listOutboxKeys()).toEqual(["acme#one"]);
});

test("when the routes cannot be read, the claim is given back and the log says why", async () => {
  const { user, worker, message } = await oneEvent();
  const routes = { service: "dynamodb", keyPrefix: "route#", lambda: "acme-worker" } as const;
  await spy.breakNext({ ...routes, action: "error500", times: 5 });
  expect(await worker.work(createBatch(message))).toEqual([message.receipt]);
  expect(await readStatus(message.receipt)).toBe("failed");
  expect(Number((await readClaim(`one-${user.route}`))?.until)).toBe(0);
  await spy.forget();
  expect(await worker.work(createBatch(message))).toEqual([]);
  expect(await user.listOutboxKeys()).toEqual(["acme#one"]);
});

test("while the key service is out nothing is done that could not be logged", async () => {
  const { acme, user, worker, message } = await oneEvent();
  await spy.breakNext({ service: "kms", action: "disabled", times: 50, lambda: "acme-worker" });
  expect(await worker.work(createBatch(message))).toEqual([message.receipt]);
  expect(acme.times("begin")).toBe(0);
  await spy.forget();
  await expect.poll(() => worker.work(createBatch(message)), { timeout: 40_000, interval: 2000 }).toEqual([]);
  expect(await user.listOutboxKeys()).toEqual(["acme#one"]);
});

test.each([1, 2])(
  "an answer of the claims' table that is lost, the %i. one, costs nothing: the write is known as its own",
  async (at) => {
    const { acme, user, worker, message } = await oneEvent();
    acme.advise("end/one", "hang");
    if (at === 1) await spy.breakNext({ ...claims, action: "lose", times: 1 });
    const answer = worker.work(createBatch(message));
    await expect.poll(() => acme.times("end")).toBe(1);
    if (at === 2) await spy.breakNext({ ...claims, action: "lose", times: 1 });
    acme.release();
    expect(await answer).toEqual([]);
    expect(await readStatus(message.receipt)).toBe("processed");
    expect(await user.listOutboxKeys()).toEqual(["acme#one"]);
  },
);

const log = { service: "dynamodb", keyPrefix: "delivery#", lambda: "acme-worker" } as const;

test("when the payload cannot be kept, nothing is done, and the claim is given back", async () => {
  const { acme, user, worker, message } = await oneEvent();
  await spy.breakNext({ ...log, action: "error500", times: 3 });
  expect(await worker.work(createBatch(message))).toEqual([message.receipt]);
  expect(acme.times("begin")).toBe(0);
  expect(await worker.work(createBatch(message))).toEqual([]);
  expect(await user.listOutboxKeys()).toEqual(["acme#one"]);
});

test("when an event was processed and the log could not say so, the queue's repetition logs it and changes nothing", async () => {
  const { acme, user, worker, message } = await oneEvent();
  acme.advise("end/one", "hang");
  const answer = worker.work(createBatch(message));
  await expect.poll(() => acme.times("end")).toBe(1);
  await spy.breakNext({ ...log, action: "error500", times: 50 });
  acme.release();
  expect(await answer).toEqual([message.receipt]);
  await spy.forget();
  expect(await readStatus(message.receipt)).toBe("pending");
  expect(await worker.work(createBatch(message))).toEqual([]);
  expect(await readLogRow(message.receipt)).toMatchObject({ status: "processed", tenants: [expect.any(String)] });
  expect(acme.times("begin")).toBe(1);
  expect(await user.listOutboxKeys()).toEqual(["acme#one"]);
});
