import { randomUUID } from "node:crypto";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { toItem } from "../../lib/store/item.ts";
import { key } from "../../lib/store/table.ts";
import { asService } from "../broker/support/services.ts";
import { connectAccount, problemAnswer } from "../integrations/support/connections.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { createUser } from "../integrations/support/test-user.ts";
import type { Browser } from "../support/api.ts";
import { listAuditRows } from "../support/audit-rows.ts";
import { dynamodb, tableName } from "../support/aws.ts";
import { spy } from "../support/spy.ts";
import { asAdmin, createOrg, readPages } from "./support/connection-rows.ts";

beforeEach(resetWorld);

const path = "/api/admin/audit";
const day = 86_400_000;
const page = z.object({
  entries: z.array(z.looseObject({ id: z.string(), at: z.string(), action: z.string(), user: z.string() })),
  nextPageToken: z.string().optional(),
});

async function list(admin: Browser, query: Record<string, string> = {}) {
  const answer = await admin.get(`${path}?${new URLSearchParams(query)}`);
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return page.parse(answer.json);
}

const listAll = (admin: Browser, query: Record<string, string> = {}) =>
  readPages(async (pageToken) => {
    const { entries, nextPageToken } = await list(admin, { ...query, ...(pageToken ? { pageToken } : {}) });
    return { items: entries, next: nextPageToken };
  });

/** Writes entries of a tenant, one every two days back from an hour ago. @returns their ids, newest first */
async function writeEntries(
  org: string,
  count: number,
  change: (at: number) => { readonly tenant?: string } & object = () => ({}),
) {
  const client = dynamodb();
  const tenant = `c#${org}`;
  const ids: string[] = [];
  for (let at = 0; at < count; at++) {
    const time = new Date(Date.now() - 3_600_000 - at * 2 * day);
    const id = randomUUID();
    const entry = { tenant, user: "ada", actor: "ada", action: "connect", provider: "slack", ...change(at) };
    const Item = {
      ...key.audit(entry.tenant, time, id),
      ...toItem({ ...entry, at: time.toISOString(), ttl: 4_102_444_800 }),
    };
    await client.send(new PutItemCommand({ TableName: tableName("audit"), Item }));
    ids.push(id);
  }
  return ids;
}
const ids = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id);
const daysAgo = (days: number) => new Date(Date.now() - days * day).toISOString();

test("a tenant's administrator reads who did what, when and from where", async () => {
  const org = createOrg();
  const user = await createUser(org);
  await connectAccount(user, "figma");
  await user.delete("/api/integrations/figma");
  const { entries } = await list(await asAdmin(org));
  expect(entries.map(({ action }) => action)).toEqual(["disconnect", "connect"]);
  expect(entries[0]).toEqual({
    id: expect.any(String),
    at: expect.any(String),
    action: "disconnect",
    user: user.sub,
    actor: user.sub,
    provider: "figma",
    connection: expect.any(String),
    ip: expect.any(String),
    requestId: expect.any(String),
  });
});

test("what services do with the tenant's own connections is in its audit", async () => {
  const org = createOrg();
  await writeEntries(org, 3, (at) => ({ tenant: at === 1 ? `t#${org}` : `c#${org}`, action: "token_read" }));
  const { entries } = await list(await asAdmin(org), { action: "token_read", from: daysAgo(30) });
  expect(entries).toHaveLength(3);
  expect(entries.map(({ at }) => at)).toEqual(
    entries
      .map(({ at }) => at)
      .sort()
      .reverse(),
  );
});

test("reading it is an entry of its own, written first: while it cannot be written nothing is read", async () => {
  const org = createOrg();
  await writeEntries(org, 1);
  const admin = await asAdmin(org);
  await list(admin, { user: "ada" });
  expect((await listAuditRows(`c#${org}`)).at(-1)).toMatchObject({
    action: "audit_read",
    actor: expect.stringMatching(/^admin-/),
    filter: { user: "ada", tenant: `c#${org}`, format: "json" },
  });
  const lambda = "admin-list-audit";
  await spy.breakNext({
    service: "dynamodb",
    keyPrefix: "audit#",
    operation: "PutItem",
    lambda,
    action: "error500",
    times: 10,
  });
  expect((await admin.get(path)).status).toBe(503);
});

test("what the stage's administrator reads of a tenant stands in that tenant's audit", async () => {
  const org = createOrg();
  const admin = await asAdmin();
  await list(admin, { tenant: org });
  expect(await listAuditRows(`c#${org}`)).toMatchObject([{ action: "audit_read", filter: { tenant: `c#${org}` } }]);
});

describe("paging", () => {
  test("leads to every entry of a tenant exactly once, over the ends of months, the newest first", async () => {
    const org = createOrg();
    const made = await writeEntries(org, 40);
    const pages = await listAll(await asAdmin(org), {
      from: daysAgo(100),
      to: daysAgo(0),
      action: "connect",
      limit: "7",
    });
    expect(pages.every((one) => one.length <= 7)).toBe(true);
    expect(ids(pages.flat())).toEqual(made);
  });

  test("leads the stage's administrator to those of all tenants, the newest first, and to no other with a tenant's name", async () => {
    const [org, other] = [createOrg(), createOrg()];
    const made = await writeEntries(org, 12, (at) => ({ action: at % 2 ? "settings" : "connect" }));
    const theirs = await writeEntries(other, 5, () => ({ action: "imported" }));
    const admin = await asAdmin();
    const span = { from: daysAgo(30), to: daysAgo(0) };
    const found = (await listAll(admin, { ...span, limit: "5" })).flat();
    expect(new Set(ids(found)).size).toBe(found.length);
    const times = found.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
    const ours = found.filter(({ id }) => [...made, ...theirs].includes(id));
    expect(ours).toHaveLength(17);
    expect(new Set(ours.map(({ tenant }) => tenant))).toEqual(new Set([`c#${org}`, `c#${other}`]));
    const named = (await listAll(admin, { ...span, limit: "5", tenant: org, user: "ada" })).flat();
    expect(ids(named)).toEqual(made);
  });
});

test.each([
  ["a user", { user: "bob" }, [1, 4]],
  ["who did it", { user: "service:crm" }, [2]],
  ["an action", { action: "token_read" }, [2, 3]],
  ["a provider", { provider: "figma" }, [4]],
  ["all together", { user: "bob", action: "connect", provider: "figma" }, [4]],
  ["a time", { from: daysAgo(5), to: daysAgo(1) }, [1, 2]],
])("finds entries by %s, in a tenant and in all", async (_, query, places) => {
  const org = createOrg();
  const made = await writeEntries(org, 5, (at) => ({
    user: at === 1 || at === 4 ? "bob" : "ada",
    ...(at === 2 ? { actor: "service:crm" } : {}),
    action: at === 2 || at === 3 ? "token_read" : "connect",
    provider: at === 4 ? "figma" : "slack",
  }));
  const wanted = places.map((place) => made[place]);
  expect(ids((await listAll(await asAdmin(org), query)).flat())).toEqual(wanted);
  const found = ids((await listAll(await asAdmin(), query)).flat());
  expect(found.filter((id) => made.includes(id))).toEqual(wanted);
});

describe("a file for spreadsheets", () => {
  test("has the same entries, with nothing that a spreadsheet would run", async () => {
    const org = createOrg();
    await writeEntries(org, 1, () => ({ user: '=HYPERLINK("https://evil.example")', reason: "a,\nb", purpose: "+1" }));
    const answer = await (await asAdmin(org)).request(`${path}?action=connect`, { headers: { accept: "text/csv" } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^text\/csv/);
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="audit-[\d-]+\.csv"$/);
    const [head, ...rest] = answer.text.split("\r\n");
    expect(head).toBe("at,user,actor,action,provider,connection,reason,ip,requestId,details,id");
    expect(rest.join("\r\n")).toContain(`,"'=HYPERLINK(""https://evil.example"")",ada,connect,slack,,"a,\nb",,,`);
    expect(rest.join("\r\n")).toContain('"{""purpose"":""+1""}"');
  });

  test("comes in parts that its headers lead through", async () => {
    const org = createOrg();
    const made = await writeEntries(org, 5);
    const admin = await asAdmin(org);
    const found: string[] = [];
    let next: string | undefined = `${path}?format=csv&action=connect&limit=2`;
    for (let parts = 0; next !== undefined && parts < 10; parts++) {
      const answer = await admin.get(next);
      const lines = answer.text.trimEnd().split("\r\n").slice(1);
      found.push(...lines.map((line) => line.split(",").at(-1) ?? ""));
      const [, link] = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get("link") ?? "") ?? [];
      expect(answer.headers.has("x-next-page-token")).toBe(link !== undefined);
      next = link;
    }
    expect(found).toEqual(made);
  });

  test("is audited", async () => {
    const org = createOrg();
    await (await asAdmin(org)).get(`${path}?format=csv`);
    expect(await listAuditRows(`c#${org}`)).toMatchObject([{ action: "audit_read", filter: { format: "csv" } }]);
  });
});

describe("nobody else", () => {
  test("reads another tenant's audit", async () => {
    const [org, other] = [createOrg(), createOrg()];
    await writeEntries(org, 3);
    const foreign = await asAdmin(other);
    expect((await listAll(foreign, { action: "connect" })).flat()).toEqual([]);
    expect(await foreign.get(`${path}?tenant=${org}`)).toMatchObject(problemAnswer(404, "not_found"));
    const { nextPageToken = "" } = await list(await asAdmin(org), { limit: "1" });
    expect((await listAll(foreign, { action: "connect", pageToken: nextPageToken })).flat()).toEqual([]);
    // Neither was the attempt an entry there.
    expect((await listAuditRows(`c#${org}`)).filter(({ actor }) => String(actor).startsWith("admin-"))).toHaveLength(1);
  });

  test("reads the audit: neither users nor services", async () => {
    expect(await (await createUser()).get(path)).toMatchObject(problemAnswer(403, "forbidden"));
    expect(await (await asService()).get(path)).toMatchObject(problemAnswer(403, "forbidden"));
    expect(await (await createUser()).get(`${path}?format=csv`)).toMatchObject(problemAnswer(403, "forbidden"));
  });
});

test.each([
  ["an unknown action", { action: "steal" }],
  ["an unknown provider", { provider: "acme" }],
  ["a time that is none", { from: "yesterday" }],
  ["an unknown format", { format: "xlsx" }],
  ["a limit above 1000", { limit: "1001" }],
  ["a page token of somebody's own", { pageToken: "eHh4" }],
])("%s is refused", async (_, query) => {
  const answer = await (await asAdmin(createOrg())).get(`${path}?${new URLSearchParams(query)}`);
  expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
});
