import { expect, test } from "vitest";
import { metricsIn } from "../refresh/support/containers.ts";
import { routedUser, startAcme, startWorker } from "./support/acme.ts";
import { batch, claimed, delivery, logged, statusOf } from "./support/messages.ts";

test("the log says what came, for whom, when, how often and how it went", async () => {
  const acme = await startAcme();
  const { route, tenant } = await routedUser();
  const worker = await startWorker(acme);
  const message = delivery({ routes: [route] }, { id: "Ev1" });
  await worker.work(batch(message));
  expect(await logged(message.receipt)).toMatchObject({
    provider: "slack",
    kind: "happening",
    deliveryId: "Ev1",
    status: "processed",
    attempts: 1,
    tenants: [tenant],
    log: expect.stringMatching(/^slack#processed#\d{4}-\d\d-\d\dT\d\d#[0-3]$/),
  });
  const { receivedAt, startedAt, finishedAt } = (await logged(message.receipt)) ?? {};
  expect(Number(startedAt)).toBeGreaterThanOrEqual(Number(receivedAt));
  expect(Number(finishedAt)).toBeGreaterThanOrEqual(Number(startedAt));
});

test("a tenant that saw an event with several users stands in the log once", async () => {
  const acme = await startAcme();
  const one = await routedUser();
  const other = await routedUser(one.route, one.org);
  const worker = await startWorker(acme);
  const message = delivery({ name: "one", claims: [`both-${one.route}`], routes: [one.route] });
  await worker.work(batch(message));
  expect((await logged(message.receipt))?.tenants).toEqual([one.tenant]);
  expect([await one.told(), await other.told()]).toEqual([["acme#one"], ["acme#one"]]);
});

test("the log keeps a line for ninety days", async () => {
  const worker = await startWorker(await startAcme());
  const { route } = await routedUser();
  const message = delivery({ routes: [route] });
  await worker.work(batch(message));
  const { ttl, receivedAt } = (await logged(message.receipt)) ?? {};
  expect(Number(ttl) - Number(receivedAt) / 1000).toBeCloseTo(90 * 86_400, -2);
});

test("an event that is ignored is logged with the reason, and claims nothing", async () => {
  const worker = await startWorker(await startAcme());
  const message = delivery({ ignored: "ping", claims: ["greeting"] });
  expect(await worker.work(batch(message))).toEqual([]);
  expect(await logged(message.receipt)).toMatchObject({ status: "ignored", error: "ping", kind: "greeting" });
  expect(await claimed("greeting")).toBeUndefined();
  expect(metricsIn(worker.logs())).toEqual(expect.arrayContaining(["WebhookIgnored"]));
});

test("an event for nobody is counted and ignored", async () => {
  const acme = await startAcme();
  const worker = await startWorker(acme);
  const message = delivery({ routes: ["T-gone"] });
  expect(await worker.work(batch(message))).toEqual([]);
  expect(await logged(message.receipt)).toMatchObject({ status: "ignored", error: "nobody", tenants: [] });
  expect(acme.times("begin")).toBe(0);
  expect(metricsIn(worker.logs())).toEqual(expect.arrayContaining(["WebhookNobody"]));
});

test("an event that nothing can be done about is ignored for good, with the reason", async () => {
  const acme = await startAcme();
  const { route } = await routedUser();
  const worker = await startWorker(acme);
  const message = delivery({ name: "lost", claims: [`lost-${route}`], routes: [route] });
  acme.advise("begin/lost", { pointless: "reconnect_required" });
  expect(await worker.work(batch(message))).toEqual([]);
  expect(await logged(message.receipt)).toMatchObject({ status: "ignored", error: "reconnect_required" });
});

test.each([
  ["provider_rate", { fail: "rate", retryAfter: 7 }],
  ["provider_transient", { fail: "transient" }],
  ["internal", { crash: "the token xoxb-canary was refused" }],
] as const)(
  "work that fails is logged as %s, nothing of the text is kept, and the event is free again",
  async (code, advice) => {
    const acme = await startAcme();
    const { route, tenant } = await routedUser();
    const worker = await startWorker(acme);
    const message = delivery({ name: "bad", claims: [`bad-${route}`], routes: [route] });
    acme.advise("begin/bad", advice);
    expect(await worker.work(batch(message))).toEqual([message.receipt]);
    expect(await logged(message.receipt)).toMatchObject({ status: "failed", error: code, tenants: [tenant] });
    expect(worker.logs() + JSON.stringify(await logged(message.receipt))).not.toContain("canary");
    acme.advise("begin/bad", {});
    expect(await worker.work(batch(message))).toEqual([]);
    const after = await logged(message.receipt);
    expect(after).toMatchObject({ status: "processed" });
    expect(after).not.toHaveProperty("error");
  },
);

test.each([
  ["that is no event of this provider", { body: JSON.stringify({ no: "event" }) }, "odd_shape"],
  ["that is no JSON", { body: "{" }, "unreadable"],
  ["that cannot be decompressed", { encoding: "gzip", body: "bm8gZ3ppcA==" }, "unreadable"],
])("a delivery %s fails without any work", async (_, over, code) => {
  const acme = await startAcme();
  const worker = await startWorker(acme);
  const message = delivery({}, over);
  expect(await worker.work(batch(message))).toEqual([message.receipt]);
  expect(await logged(message.receipt)).toMatchObject({ status: "failed", error: code });
  expect(acme.times("begin")).toBe(0);
});

test("the third of one user's five events fails: the others are worked on, in order, and only it comes back", async () => {
  const acme = await startAcme();
  const { route } = await routedUser();
  const worker = await startWorker(acme);
  const names = ["a", "b", "c", "d", "e"];
  const messages = names.map((name) => delivery({ name, claims: [`${name}-${route}`], routes: [route] }));
  acme.advise("begin/c", { fail: "transient" });
  expect(await worker.work(batch(...messages))).toEqual([messages[2]?.receipt]);
  expect(acme.begun()).toEqual(names);
  const others = messages.filter((_, at) => at !== 2);
  expect(await Promise.all(others.map(({ receipt }) => statusOf(receipt)))).toEqual(Array(4).fill("processed"));
});

test("one user's slow event does not keep another user's from being worked on", async () => {
  const acme = await startAcme();
  const [slow, quick] = [await routedUser(), await routedUser()];
  const worker = await startWorker(acme);
  const held = delivery({ name: "held", claims: [slow.route], routes: [slow.route] });
  const other = delivery({ name: "quick", claims: [quick.route], routes: [quick.route] });
  acme.advise("begin/held", "hang");
  const answer = worker.work(batch(held, other));
  await expect.poll(() => statusOf(other.receipt)).toBe("processed");
  acme.release();
  expect(await answer).toEqual([]);
});

test("nobody who reads the table reads what was delivered", async () => {
  const { route } = await routedUser();
  const worker = await startWorker(await startAcme());
  const message = delivery(
    { routes: [route], note: "a-canary-in-the-payload" },
    { headers: { "x-a": "header-canary" } },
  );
  await worker.work(batch(message));
  const row = await logged(message.receipt);
  expect(row?.payload).toBeInstanceOf(Uint8Array);
  const stored = JSON.stringify(row) + Buffer.from(row?.payload as Uint8Array).toString("latin1");
  expect(stored).not.toContain("canary");
  expect(worker.logs()).not.toContain("canary");
});

test("processing is counted, and how long an event took to get through is measured", async () => {
  const { route } = await routedUser();
  const worker = await startWorker(await startAcme());
  await worker.work(batch(delivery({ routes: [route] }, { receivedAt: Date.now() - 5000 })));
  // What a container writes may come after its answer.
  await expect.poll(() => metricsIn(worker.logs())).toEqual(expect.arrayContaining(["WebhookProcessed", "WebhookAge"]));
  const [, age] = /"WebhookAge":(\d+)/.exec(worker.logs()) ?? [];
  expect(Number(age)).toBeGreaterThanOrEqual(5000);
  expect(worker.logs()).toContain('"Unit":"Milliseconds"');
});
