import { beforeEach, expect, test } from "vitest";
import { spy } from "../support/spy.ts";
import { createRoutedUser, startAcme, startWorker } from "./support/acme-worker.ts";
import { createBatch, createDelivery } from "./support/messages.ts";

beforeEach(() => spy.forget());

/** A container that has processed an event before: its keys are cached. */
async function startWarm() {
  const acme = await startAcme();
  const user = await createRoutedUser();
  const worker = await startWorker(acme);
  await worker.work(createBatch(createDelivery({ routes: [user.route] })));
  return { acme, user, worker };
}

test("a message costs its claim, its payload, its routes, the effect, the end of its claim and a line in the log, and no key", async () => {
  const { worker, user } = await startWarm();
  const message = createDelivery({ claims: [`x-${user.route}`, `y-${user.route}`], routes: [user.route] });
  const calls = await spy.during(() => worker.work(createBatch(message)), "acme-worker");
  expect(calls).toEqual([
    "dynamodb TransactWriteItems claim# claim#",
    "dynamodb PutItem delivery#",
    "dynamodb Query route#",
    "dynamodb PutItem outbox#",
    "dynamodb TransactWriteItems claim# claim#",
    "dynamodb PutItem delivery#",
  ]);
});

test("a duplicate costs the refused claim, its payload and its line in the log", async () => {
  const { worker, user } = await startWarm();
  const again = () => createDelivery({ claims: [`z-${user.route}`], routes: [user.route] });
  await worker.work(createBatch(again()));
  const calls = await spy.during(() => worker.work(createBatch(again())), "acme-worker");
  expect(calls).toEqual(["dynamodb PutItem claim#", "dynamodb PutItem delivery#", "dynamodb PutItem delivery#"]);
});

test("what is ignored costs its payload and its line in the log", async () => {
  const { worker } = await startWarm();
  const calls = await spy.during(() => worker.work(createBatch(createDelivery({ ignored: "ping" }))), "acme-worker");
  expect(calls).toEqual(["dynamodb PutItem delivery#", "dynamodb PutItem delivery#"]);
});

test("a failure costs the claim, the routes and its release, and one call to delay the message", async () => {
  const { acme, worker, user } = await startWarm();
  acme.advise("begin/bad", { fail: "transient" });
  const message = createDelivery({ name: "bad", claims: [`bad-${user.route}`], routes: [user.route] });
  const calls = await spy.during(() => worker.work(createBatch(message)), "acme-worker");
  expect(calls.slice(0, 5)).toEqual([
    "dynamodb PutItem claim#",
    "dynamodb PutItem delivery#",
    "dynamodb Query route#",
    "dynamodb UpdateItem claim#",
    "dynamodb PutItem delivery#",
  ]);
  expect(new Set(calls.slice(5))).toEqual(new Set(["sqs ChangeMessageVisibility"]));
});
