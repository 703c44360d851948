import { expect, test } from "vitest";
import { findMetrics } from "../connections/support/containers.ts";
import { createRoutedUser, startAcme, startWorker } from "./support/acme-worker.ts";
import { createBatch, createDelivery, readClaim, readLogRow, readPayloadRow, readStatus } from "./support/messages.ts";

test("the log says what came, for whom, when, how often and how it went", async () => {
  const acme = await startAcme();
  const { route, tenant } = await createRoutedUser();
  const worker = await startWorker(acme);
  const message = createDelivery({ routes: [route] }, { id: "Ev1" });
  await worker.work(createBatch(message));
  expect(await readLogRow(message.receipt)).toMatchObject({
    provider: "slack",
    kind: "happening",
    deliveryId: "Ev1",
    status: "processed",
    attempts: 1,
    tenants: [tenant],
    recipients: [expect.stringMatching(/^[\w-]{16}$/)],
    log: expect.stringMatching(/^slack#processed#\d{4}-\d\d-\d\dT\d\d#[0-3]$/),
  });
  const { receivedAt, startedAt, finishedAt } = (await readLogRow(message.receipt)) ?? {};
  expect(Number(startedAt)).toBeGreaterThanOrEqual(Number(receivedAt));
  expect(Number(finishedAt)).toBeGreaterThanOrEqual(Number(startedAt));
});

test("a tenant that saw an event with several users stands in the log once", async () => {
  const acme = await startAcme();
  const one = await createRoutedUser();
  const other = await createRoutedUser(one.route, one.org);
  const worker = await startWorker(acme);
  const message = createDelivery({ name: "one", claims: [`both-${one.route}`], routes: [one.route] });
  await worker.work(createBatch(message));
  expect((await readLogRow(message.receipt))?.tenants).toEqual([one.tenant]);
  expect([await one.listOutboxKeys(), await other.listOutboxKeys()]).toEqual([["acme#one"], ["acme#one"]]);
});

test("the log keeps a line for ninety days", async () => {
  const worker = await startWorker(await startAcme());
  const { route } = await createRoutedUser();
  const message = createDelivery({ routes: [route] });
  await worker.work(createBatch(message));
  const { ttl, receivedAt } = (await readLogRow(message.receipt)) ?? {};
  expect(Number(ttl) - Number(receivedAt) / 1000).toBeCloseTo(90 * 86_400, -2);
});

test("an event that is ignored is logged with the reason, and claims nothing", async () => {
  const worker = await startWorker(await startAcme());
  const message = createDelivery({ ignored: "ping", claims: ["greeting"] });
  expect(await worker.work(createBatch(message))).toEqual([]);
  expect(await readLogRow(message.receipt)).toMatchObject({ status: "ignored", error: "ping", kind: "greeting" });
  expect(await readClaim("greeting")).toBeUndefined();
  expect(findMetrics(worker.logs())).toEqual(expect.arrayContaining(["WebhookIgnored"]));
});

test("an event for nobody is counted and ignored", async () => {
  const acme = await startAcme();
  const worker = await startWorker(acme);
  const message = createDelivery({ routes: ["T-gone"] });
  expect(await worker.work(createBatch(message))).toEqual([]);
  expect(await readLogRow(message.receipt)).toMatchObject({ status: "ignored", error: "nobody", tenants: [] });
  expect(acme.times("begin")).toBe(0);
  expect(findMetrics(worker.logs())).toEqual(expect.arrayContaining(["WebhookNobody"]));
});

test("an event that nothing can be done about is ignored for good, with the reason", async () => {
  const acme = await startAcme();
  const { route } = await createRoutedUser();
  const worker = await startWorker(acme);
  const message = createDelivery({ name: "lost", claims: [`lost-${route}`], routes: [route] });
  acme.advise("begin/lost", { pointless: "reconnect_required" });
  expect(await worker.work(createBatch(message))).toEqual([]);
  expect(await readLogRow(message.receipt)).toMatchObject({ status: "ignored", error: "reconnect_required" });
});

test.each([
  ["provider_rate", { fail: "rate", retryAfter: 7 }],
  ["provider_transient", { fail: "transient" }],
  ["internal", { crash: "the token xoxb-canary was refused" }],
] as const)(
  "work that fails is logged as %s, nothing of the text is kept, and the event is free again",
  async (code, advice) => {
    const acme = await startAcme();
    const { route, tenant } = await createRoutedUser();
    const worker = await startWorker(acme);
    const message = createDelivery({ name: "bad", claims: [`bad-${route}`], routes: [route] });
    acme.advise("begin/bad", advice);
    expect(await worker.work(createBatch(message))).toEqual([message.receipt]);
    expect(await readLogRow(message.receipt)).toMatchObject({ status: "failed", error: code, tenants: [tenant] });
    expect(worker.logs() + JSON.stringify(await readLogRow(message.receipt))).not.toContain("canary");
    acme.advise("begin/bad", {});
    expect(await worker.work(createBatch(message))).toEqual([]);
    const after = await readLogRow(message.receipt);
    expect(after).toMatchObject({ status: "processed" });
    expect(after).not.toHaveProperty("error");
  },
);

test.each([
  ["that is no event of this provider", { body: JSON.stringify({ no: "event" }) }, "unexpected_shape"],
  ["that is no JSON", { body: "{" }, "unreadable"],
  ["that cannot be decompressed", { encoding: "gzip", body: "bm8gZ3ppcA==" }, "unreadable"],
])("a delivery %s fails without any work", async (_, over, code) => {
  const acme = await startAcme();
  const worker = await startWorker(acme);
  const message = createDelivery({}, over);
  expect(await worker.work(createBatch(message))).toEqual([message.receipt]);
  expect(await readLogRow(message.receipt)).toMatchObject({ status: "failed", error: code });
  expect(acme.times("begin")).toBe(0);
});

test("the third of one user's five events fails: the others are processed in order, and only it is repeated", async () => {
  const acme = await startAcme();
  const { route } = await createRoutedUser();
  const worker = await startWorker(acme);
  const names = ["a", "b", "c", "d", "e"];
  const messages = names.map((name) => createDelivery({ name, claims: [`${name}-${route}`], routes: [route] }));
  acme.advise("begin/c", { fail: "transient" });
  expect(await worker.work(createBatch(...messages))).toEqual([messages[2]?.receipt]);
  expect(acme.listBegun()).toEqual(names);
  const others = messages.filter((_, at) => at !== 2);
  expect(await Promise.all(others.map(({ receipt }) => readStatus(receipt)))).toEqual(Array(4).fill("processed"));
});

test("one user's slow event does not keep another user's from being worked on", async () => {
  const acme = await startAcme();
  const [slow, quick] = [await createRoutedUser(), await createRoutedUser()];
  const worker = await startWorker(acme);
  const held = createDelivery({ name: "held", claims: [slow.route], routes: [slow.route] });
  const other = createDelivery({ name: "quick", claims: [quick.route], routes: [quick.route] });
  acme.advise("begin/held", "hang");
  const answer = worker.work(createBatch(held, other));
  await expect.poll(() => readStatus(other.receipt)).toBe("processed");
  acme.release();
  expect(await answer).toEqual([]);
});

test("nobody who reads the table reads what was delivered", async () => {
  const { route } = await createRoutedUser();
  const worker = await startWorker(await startAcme());
  const message = createDelivery(
    { routes: [route], note: "a-canary-in-the-payload" },
    { headers: { "x-a": "header-canary" } },
  );
  await worker.work(createBatch(message));
  const rows = [await readLogRow(message.receipt), await readPayloadRow(message.receipt)];
  expect(rows[0]?.status).toBe("processed");
  const payload = Buffer.from(rows[1]?.payload as Uint8Array);
  expect(JSON.stringify(rows) + payload.toString("latin1")).not.toContain("canary");
  // It is compressed before it is sealed: what gzip begins with is not to be seen either.
  expect(payload.includes(Buffer.from([0x1f, 0x8b, 0x08]))).toBe(false);
  expect(worker.logs()).not.toContain("canary");
});

test("processing is counted, and how long an event took to get through is measured", async () => {
  const { route } = await createRoutedUser();
  const worker = await startWorker(await startAcme());
  await worker.work(createBatch(createDelivery({ routes: [route] }, { receivedAt: Date.now() - 5000 })));
  // The log may arrive after the answer.
  await expect
    .poll(() => findMetrics(worker.logs()))
    .toEqual(expect.arrayContaining(["WebhookProcessed", "WebhookAge"]));
  const [, age] = /"WebhookAge":(\d+)/.exec(worker.logs()) ?? [];
  expect(Number(age)).toBeGreaterThanOrEqual(5000);
  expect(worker.logs()).toContain('"Unit":"Milliseconds"');
});
