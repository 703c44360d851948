// What is deleted of users and of a company who leave, what stays, and what goes on for everybody else.
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { createRow } from "../infra/import/support/old-rows.ts";
import { importRows } from "../infra/import/support/run-import.ts";
import { connectAccount, type ListItem, listConnections, problemAnswer } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { listGrants } from "../integrations/support/revoker.ts";
import { listRows } from "../integrations/support/tables.ts";
import type { Browser } from "../support/api.ts";
import { sqs } from "../support/aws.ts";
import { queueUrl } from "../support/queues.ts";
import { spy } from "../support/spy.ts";
import { clearRoutes } from "../webhooks/support/clear-routes.ts";
import {
  createAdmin,
  findTraces,
  type Report,
  readReport,
  requestDeletion,
  startDeletion,
  waitUntilFinished,
} from "./support/deletions.ts";
import { createWorld, type World } from "./support/leavers.ts";

let world: World;
let admin: Browser;
let stageAdmin: Browser;
let bensBefore: ListItem[];
let url: string;
let reports: { ada: Report; alone: Report; company: Report };

// The others look at what it has left.
test("three deletions end, although the store fails their worker at first", { timeout: 600_000 }, async () => {
  await resetWorld();
  // An event that is for nobody must not be for people of tests before, who have connected the same workspace.
  await clearRoutes("slack");
  world = await createWorld();
  const { ada, ben, alone, company } = world;
  [admin, stageAdmin] = [await createAdmin(world.org), await createAdmin()];
  bensBefore = await listConnections(ben.user);
  const fault = { service: "dynamodb", operation: "Scan", lambda: "jobs-delete-data", action: "error500" } as const;
  await spy.breakNext({ ...fault, times: 36 });
  const ofAda = await startDeletion(admin, `/api/admin/users/${ada.user.sub}`);
  const others = [`/api/admin/users/${alone.sub}`, `/api/admin/tenants/${company.org}`];
  const [ofAlone, ofCompany] = await Promise.all(others.map((path) => startDeletion(stageAdmin, path)));
  const countFailures = async () => (await readReport(admin, ofAda.url)).failure?.attempts ?? 0;
  await expect.poll(countFailures, { timeout: 60_000 }).toBeGreaterThan(0);
  await spy.forget();
  url = ofAda.url;
  reports = {
    ada: await waitUntilFinished(admin, url),
    alone: await waitUntilFinished(stageAdmin, ofAlone?.url ?? ""),
    company: await waitUntilFinished(stageAdmin, ofCompany?.url ?? ""),
  };
});

describe("a user who was deleted", () => {
  test("is in no row of any table", async () => {
    expect(await findTraces(world.ada.user.sub, world.ada.canary)).toEqual([]);
  });

  test("is in no row either where they were a tenant of their own", async () => {
    expect(await findTraces(world.alone.sub)).toEqual([]);
  });

  test("has no grant any more at the providers, and no push channel", async () => {
    expect((await listGrants("google")).revoked).toContain("ada@example.com");
    expect((await listGrants("clio")).live).toEqual([]);
    expect(await getSandbox("gmail").requests("/gmail/v1/users/me/stop")).toHaveLength(1);
  });

  test("has no open page", () => {
    expect(world.page.isClosed()).toBe(true);
  });

  test("leaves a line in the log of what was delivered to them, without its payload", async () => {
    const rows = await listRows("deliveries", `delivery#${world.ada.receipt}`);
    expect(rows).toMatchObject([{ sk: "-", parts: 0, recipients: [] }]);
  });

  test("stays in the audit under a name that says nothing", async () => {
    const all = await listRows("audit", `audit#${encodeURIComponent(`c#${world.org}`)}`);
    const rows = all.filter(({ user }) => user !== world.ben.user.sub);
    const wanted = ["connect", "disconnect", "grant_revoked", "deletion_requested", "deletion_finished"];
    expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(wanted));
    expect(new Set(rows.map(({ user }) => user)).size).toBe(1);
    expect(rows[0]?.user).toMatch(/^deleted-[\w-]{32}$/);
  });
});

describe("a company that was deleted", () => {
  test("is in no row with its users, but in the audit and in the marker by its own name", async () => {
    const { org, users, canary } = world.company;
    expect(await findTraces(canary, ...users.flatMap((one) => [one.user.sub, one.canary]))).toEqual([]);
    const left = (await findTraces(org)).map((trace) => trace.replace(/#.*/, ""));
    expect(new Set(left)).toEqual(new Set(["audit: audit", "connections: deletion"]));
  });

  test("is reported with the connections of all its users", () => {
    expect(reports.company).toMatchObject({
      failed: {},
      removed: { connection: 2, tenantHosts: 1, ehrServer: 1, connectors: 1 },
    });
  });
});

describe("everybody else", () => {
  test("keeps their connections, and these work", async () => {
    expect(await listConnections(world.ben.user)).toEqual(bensBefore);
    expect((await world.ben.user.get("/api/integrations/slack/channels")).status).toBe(200);
  });

  test("keeps their rows and the payloads of their deliveries", async () => {
    const kinds = (await findTraces(world.ben.canary)).map((trace) => trace.replace(/#.*/, ""));
    const kept = ["connections: tenantbot", "connections: share", "connections: route", "transient: state"];
    expect(kinds).toEqual(expect.arrayContaining([...kept, "transient: once", "transient: cache", "feed: activity"]));
    expect(await listRows("deliveries", `delivery#${world.ben.receipt}`)).toHaveLength(2);
  });

  test("keeps a tenant's connector that the user's connection served, without that user", async () => {
    const rows = await listRows("connections", `connectors#${encodeURIComponent(`t#${world.org}`)}`);
    expect(rows).toMatchObject([{ connectors: [{ id: "served-by-a-user" }] }]);
    expect(JSON.stringify(rows)).not.toContain(world.ada.user.sub);
  });
});

describe("a deletion", () => {
  test("is reported with what was removed, what failed and what stays", () => {
    const report = reports.ada;
    expect(report).toMatchObject({ phase: "finished", failed: {}, waiting: { grants: 0 }, removed: { connection: 4 } });
    const kinds = [
      "settings",
      "state",
      "once",
      "cache",
      "counter",
      "socket",
      "delivery",
      "activity",
      "outbox",
      "audit",
    ];
    expect(Object.keys(report.removed)).toEqual(expect.arrayContaining(kinds));
    expect(report.failure).toBeUndefined();
    expect(report.stays.join(" ")).toMatch(/Backups .* logs/);
  });

  test("is the same one when it is asked for again", async () => {
    const again = await startDeletion(admin, `/api/admin/users/${world.ada.user.sub}`);
    expect(again).toMatchObject({ url, status: "finished" });
    expect((await readReport(admin, url)).run).toBe(1);
    const audit = await listRows("audit", `audit#${encodeURIComponent(`c#${world.org}`)}`);
    expect(audit.filter(({ user }) => user === world.ada.user.sub)).toEqual([]);
  });

  test("needs its id repeated in the body", async () => {
    const path = `/api/admin/users/${world.ben.user.sub}`;
    for (const id of ["", "somebody-else", `${world.ben.user.sub} `])
      expect(await requestDeletion(admin, path, id)).toMatchObject(problemAnswer(400, "invalid_request"));
    expect(await admin.delete(path)).toMatchObject(problemAnswer(400, "invalid_request"));
  });

  test("is for administrators only, of a user for those of their tenant, of a tenant for those of the stage", async () => {
    const stranger = await createAdmin("globex");
    const path = `/api/admin/users/${world.ben.user.sub}`;
    expect(await requestDeletion(world.ben.user, path)).toMatchObject(problemAnswer(403, "forbidden"));
    expect(await requestDeletion(stranger, `${path}?tenant=${world.org}`)).toMatchObject(
      problemAnswer(404, "not_found"),
    );
    expect(await stranger.get(url)).toMatchObject(problemAnswer(404, "not_found"));
    expect(await stageAdmin.get(url)).toMatchObject({ status: 200 });
    const refused = await requestDeletion(admin, `/api/admin/tenants/${world.org}`);
    expect(refused).toMatchObject(problemAnswer(403, "forbidden"));
    expect(await listConnections(world.ben.user)).toHaveLength(bensBefore.length);
  });
});

describe("what comes later", () => {
  const listOfNobody = async () =>
    (await listRows("deliveries", "delivery#")).filter(
      ({ sk, provider, error }) => sk === "-" && provider === "slack" && error === "nobody",
    );

  test("an event of a deleted account leaves no content", async () => {
    const before = (await listOfNobody()).map(({ pk }) => pk);
    const listNew = async () => (await listOfNobody()).filter(({ pk }) => !before.includes(pk));
    await getSandbox("slack").push({ event: "message", channel: "design-reviews", from: "ben", text: "too late" });
    await expect.poll(listNew).toMatchObject([{ status: "ignored", parts: 0, tenants: [] }]);
    const [row] = await listNew();
    const parts = (await listRows("deliveries", row?.pk ?? "-")).filter(({ sk }) => sk !== "-");
    expect(parts.map(({ payload }) => (payload as Uint8Array).length)).toEqual([0]);
  });

  test("messages about their connections write nothing", async () => {
    const send = (queue: string, body: object) =>
      sqs().send(new SendMessageCommand({ QueueUrl: queueUrl(queue), MessageBody: JSON.stringify(body) }));
    for (const { pk, sk } of world.adasKeys) {
      await send("refreshes", { pk, sk });
      await send("channels", { pk, sk });
    }
    await send("notifications", { ...world.ada.owner, seq: 1 });
    await new Promise((resolve) => setTimeout(resolve, 5000));
    expect(await findTraces(world.ada.user.sub)).toEqual([]);
  });

  test("an import of theirs, or of somebody of their company, is refused", async () => {
    const ofAda = await importRows("c", [createRow(world.ada.user.sub)], ["--tenant", world.org]);
    const ofCompany = await importRows("c", [createRow("somebody-new")], ["--tenant", world.company.org]);
    for (const { code, stdout } of [ofAda, ofCompany])
      expect([code, stdout]).toEqual([2, expect.stringContaining("deleted here")]);
    expect((await importRows("c", [createRow(`new-${crypto.randomUUID()}`)], ["--tenant", world.org])).code).toBe(0);
    expect(await findTraces(world.ada.user.sub)).toEqual([]);
  });

  test("they may connect again themselves, and be deleted again", async () => {
    await connectAccount(world.ada.user, "figma");
    expect(await listConnections(world.ada.user)).toMatchObject([{ provider: "figma", connected: true }]);
    const again = await startDeletion(admin, `/api/admin/users/${world.ada.user.sub}`);
    expect(again).toMatchObject({ url, status: "running" });
    expect((await readReport(admin, url)).run).toBe(2);
    await expect.poll(() => listConnections(world.ada.user)).toEqual([]);
  });
});
