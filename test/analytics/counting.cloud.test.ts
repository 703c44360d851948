// What containers count in memory, and the writes that it takes.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import * as z from "zod";
import { type Account, connectAccount, createAccount, getSandbox } from "../connections/support/account.ts";
import { createUseEvent, dataCalls } from "../connections/support/calls.ts";
import { startContainer, startDataContainer } from "../connections/support/containers.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { asUser } from "../support/api.ts";
import { httpEvent } from "../support/events.ts";
import { connectInBrowser } from "../support/flow.ts";
import { isCounting, spy } from "../support/spy.ts";
import { createRoutedUser, startAcme, startWorker } from "../webhooks/support/acme-worker.ts";
import { createBatch, createDelivery } from "../webhooks/support/messages.ts";
import { readCounts, readStageCount } from "./support/usage-rows.ts";

resetBeforeEach();

/** An account of a new company. */
async function connectCompany(provider: "slack" | "figma"): Promise<Account & { tenant: string }> {
  const person = { sub: randomUUID(), org: randomUUID() };
  const user = await asUser(person);
  await connectInBrowser(user, provider);
  return { ...createAccount(provider, person, user), tenant: `c#${person.org}` };
}

test("the first data call of a container writes its counts, and the calls of the next minute write none", async () => {
  const account = await connectCompany("slack");
  const before = await readStageCount("slack", "calls hit");
  const list = { ...dataCalls.slack, query: {} };
  const lambda = await startContainer(list.run, "slack");
  const call = () => lambda.invoke(httpEvent({ on: list.on, claims: { ...account.person } }));
  await spy.forget();
  expect((await call()).statusCode).toBe(200);
  const counting = async () => (await spy.calls("slack-list-channels")).filter(isCounting);
  expect(await counting()).toHaveLength(2);
  for (let nth = 0; nth < 20; nth += 1) expect((await call()).statusCode).toBe(200);
  expect(await counting()).toHaveLength(2);
  expect(await readCounts({ tenant: account.tenant }, "slack")).toMatchObject({ "calls miss": 1 });
  expect(await readStageCount("slack", "calls hit")).toBeGreaterThanOrEqual(before);
});

test("counts that cannot be written change no answer", async () => {
  const account = await connectCompany("slack");
  const lambda = await startDataContainer("slack");
  await spy.breakNext({
    service: "dynamodb",
    keyPrefix: "usage#",
    lambda: "slack-list-channels",
    action: "deny",
    times: 2,
  });
  expect((await lambda.invoke(createUseEvent(account))).statusCode).toBe(200);
  expect(await readCounts({ tenant: account.tenant }, "slack")).not.toHaveProperty("calls miss");
});

test("a flow that is started is counted for its company and for the stage", async () => {
  const [sub, org] = [randomUUID(), randomUUID()];
  const before = await readStageCount("github", "calls started");
  const lambda = await startContainer("integrations/start", "github");
  const started = await lambda.invoke(httpEvent({ on: "GET /api/integrations/github/auth", claims: { sub, org } }));
  expect(started.statusCode).toBe(200);
  expect(await readCounts({ tenant: `c#${org}` }, "github")).toEqual({ "calls started": 1 });
  expect(await readStageCount("github", "calls started")).toBeGreaterThanOrEqual(before + 1);
});

test("what a provider refuses is counted by its class, and is no read of a file", async () => {
  const account = await connectCompany("figma");
  const lambda = await startDataContainer("figma");
  const fileKey = "FigNone000000000000001";
  const event = httpEvent({
    on: `GET /api/integrations/figma/files/${fileKey}`,
    query: { refresh: "true" },
    claims: { ...account.person },
    pathParameters: { fileKey },
  });
  expect((await lambda.invoke(event)).statusCode).toBe(404);
  expect(await readCounts({ tenant: account.tenant }, "figma")).toMatchObject({ "calls error#absent": 1 });
  const admin = await asUser({ sub: "tenant-admin", org: account.person.org, role: "admin" });
  expect((await admin.get("/api/admin/analytics")).json).toMatchObject({ files: [] });
});

test("the reads of a file are counted with its name, for its company alone", async () => {
  const account = await connectCompany("figma");
  const lambda = await startDataContainer("figma");
  expect((await lambda.invoke(createUseEvent(account))).statusCode).toBe(200);
  // Another container has not written within this minute.
  const other = await startDataContainer("figma");
  expect((await other.invoke(createUseEvent(account))).statusCode).toBe(200);
  const answer = z.object({ files: z.array(z.looseObject({ fileKey: z.string(), reads: z.number() })) });
  const readFiles = async (org: string) => {
    const admin = await asUser({ sub: "tenant-admin", org, role: "admin" });
    return answer.parse((await admin.get("/api/admin/analytics")).json).files;
  };
  expect(await readFiles(account.person.org)).toEqual([
    { fileKey: "FigHome000000000000001", name: expect.any(String), reads: 2, lastRead: expect.any(String) },
  ]);
  expect(await readFiles(randomUUID())).toEqual([]);
});

test("events are counted by their type and how they ended, once each, also when they come twice", async () => {
  const acme = await startAcme();
  const user = await createRoutedUser();
  const worker = await startWorker(acme);
  const message = createDelivery({ claims: [`n-${user.route}`], routes: [user.route] });
  await worker.work(createBatch(message));
  await worker.work(createBatch(message));
  expect(await readCounts({ tenant: user.tenant }, "slack")).toEqual({
    "webhooks arrived#happening": 1,
    "webhooks processed#happening": 1,
  });
});

test("a connection by somebody without a company is counted for the stage alone", async () => {
  const before = await readStageCount("clio", "calls started");
  const sub = randomUUID();
  const lambda = await startContainer("integrations/start", "clio");
  await lambda.invoke(httpEvent({ on: "GET /api/integrations/clio/auth", claims: { sub } }));
  expect(await readStageCount("clio", "calls started")).toBeGreaterThanOrEqual(before + 1);
  expect(await readCounts({ tenant: `u#${sub}` }, "clio")).toEqual({});
});

test("a refused refresh is counted", async () => {
  const account = await connectAccount("gmail");
  const before = await readStageCount("gmail", "calls refreshFailed");
  await account.setRemainingSeconds(-10);
  await getSandbox("gmail").revokeGrants();
  const lambda = await startDataContainer("gmail");
  expect((await lambda.invoke(createUseEvent(account))).statusCode).toBe(409);
  expect(await readStageCount("gmail", "calls refreshFailed")).toBeGreaterThanOrEqual(before + 1);
});
