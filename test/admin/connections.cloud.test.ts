import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { asService } from "../broker/support/services.ts";
import { connectAccount, listConnections, problemAnswer } from "../integrations/support/connections.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { createUser } from "../integrations/support/test-user.ts";
import type { Browser } from "../support/api.ts";
import { isCounting, spy } from "../support/spy.ts";
import { asAdmin, canary, createOrg, readPages, writeConnections } from "./support/connection-rows.ts";

beforeEach(resetWorld);

const path = "/api/admin/connections";
const page = z.object({
  connections: z.array(z.looseObject({ id: z.string(), user: z.string(), provider: z.string() })),
  nextPageToken: z.string().optional(),
});

async function list(admin: Browser, query: Record<string, string> = {}) {
  const answer = await admin.get(`${path}?${new URLSearchParams(query)}`);
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  expect(answer.text).not.toContain(canary);
  expect(answer.text).not.toContain(Buffer.from(canary).toString("base64"));
  return page.parse(answer.json);
}

const listAll = (admin: Browser, query: Record<string, string> = {}) =>
  readPages(async (pageToken) => {
    const { connections, nextPageToken } = await list(admin, { ...query, ...(pageToken ? { pageToken } : {}) });
    return { items: connections, next: nextPageToken };
  });
const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);

test("a tenant's administrator sees an account that was connected, and how it is", async () => {
  const org = createOrg();
  const user = await createUser(org);
  await connectAccount(user, "gmail");
  const [own] = await listConnections(user);
  const { connections } = await list(await asAdmin(org));
  expect(connections).toEqual([
    {
      id: own?.id,
      user: user.sub,
      email: expect.stringContaining("@"),
      provider: "gmail",
      providerUsername: expect.stringContaining("@"),
      accountName: own?.accountName,
      scopes: own?.scopes,
      status: "connected",
      connectedAt: own?.connectedAt,
      lastUsed: null,
      expiresAt: expect.any(String),
      lastError: null,
    },
  ]);
});

test("a disconnected account is gone from the list at once", async () => {
  const org = createOrg();
  const user = await createUser(org);
  await connectAccount(user, "slack");
  const admin = await asAdmin(org);
  expect((await list(admin)).connections).toHaveLength(1);
  await user.delete("/api/integrations/slack");
  expect((await list(admin)).connections).toEqual([]);
});

test("the tenant's own connections are in its list, and no other tenant's", async () => {
  const org = createOrg();
  const own = { tenant: `t#${org}`, user: org, grantType: "client_credentials" } as const;
  const [made] = await writeConnections(org, 1, () => ({ ...own, provider: "salesforce" }));
  await writeConnections(org, 2, (at) => ({ id: `${at}`.padEnd(22, "b") }));
  const pages = await listAll(await asAdmin(org), { limit: "1" });
  expect(pages.flat().map(({ user }) => user)).toEqual(["user-1", "user-0", org]);
  expect(pages.flat().at(-1)).toMatchObject({ id: made?.id, provider: "salesforce" });
  expect((await list(await asAdmin(createOrg()))).connections).toEqual([]);
});

describe("paging", () => {
  test("leads to every connection of a tenant exactly once, the newest first", async () => {
    const org = createOrg();
    // Several are connected in the same second.
    const made = await writeConnections(org, 23, (at) => ({ connectedAt: 1_700_000_000 + Math.floor(at / 4) }));
    await writeConnections(createOrg(), 5);
    const pages = await listAll(await asAdmin(org), { limit: "5" });
    expect(pages.every((one) => one.length <= 5)).toBe(true);
    expect(ids(pages.flat()).sort()).toEqual(ids(made).sort());
    const times = pages.flat().map(({ connectedAt }) => String(connectedAt));
    expect(times).toEqual([...times].sort().reverse());
  });

  test("leads the stage's administrator to every connection of all tenants exactly once, with its tenant", async () => {
    const orgs = [createOrg(), createOrg()];
    const made = [...(await writeConnections(orgs[0] ?? "", 13)), ...(await writeConnections(orgs[1] ?? "", 8))];
    const admin = await asAdmin();
    const found = (await listAll(admin, { limit: "6" })).flat();
    expect(new Set(ids(found)).size).toBe(found.length);
    const ours = found.filter(({ tenant }) => orgs.some((org) => tenant === `c#${org}`));
    expect(ids(ours).sort()).toEqual(ids(made).sort());
    const named = (await listAll(admin, { limit: "6", tenant: orgs[0] ?? "" })).flat();
    expect(new Set(named.map(({ tenant }) => tenant))).toEqual(new Set([`c#${orgs[0]}`]));
    expect(named).toHaveLength(13);
  });

  test("looks at a bounded number of connections a page, and still finds the last", async () => {
    const org = createOrg();
    await writeConnections(org, 1030, (at) => ({ username: at === 0 ? "needle" : "hay" }));
    const admin = await asAdmin(org);
    const first = await spy.during(() => list(admin, { q: "needle" }), "admin-list-connections");
    expect(first.filter((call) => call.startsWith("dynamodb Query"))).toHaveLength(10);
    expect(first).toHaveLength(20);
    const pages = await listAll(admin, { q: "needle" });
    expect(pages.map((found) => found.length)).toEqual([0, 1]);
  }, 120_000);
});

describe("search", () => {
  const people = [
    { user: "ada", username: "countess", provider: "slack", profile: {} },
    { user: "bob", username: "Builder", provider: "figma", profile: { email: "bob@builders.example" } },
    { user: "eve", provider: "slack", profile: {}, status: "reconnect_needed", lostReason: "invalid_grant" },
    { user: "zoe", provider: "github", profile: {}, status: "revoked" },
  ] as const;

  test.each([
    ["part of a user's id", { q: "ad" }, ["ada"]],
    ["part of a name at the provider, in any case", { q: "BUILD" }, ["bob"]],
    ["an e-mail address", { q: "bob@builders.example" }, ["bob"]],
    ["what is nobody's", { q: "nobody" }, []],
    ["a status", { status: "connected" }, ["ada", "bob"]],
    ["the status of a lost one", { status: "expired" }, ["eve"]],
    ["the status of a revoked one", { status: "disconnected" }, ["zoe"]],
    ["a provider", { provider: "slack" }, ["ada", "eve"]],
    ["all together", { provider: "slack", status: "expired", q: "ev" }, ["eve"]],
  ])("finds by %s", async (_, query, users) => {
    const org = createOrg();
    await writeConnections(org, people.length, (at) => ({ ...people[at] }));
    const found = (await listAll(await asAdmin(org), { ...query, limit: "1" })).flat();
    expect(found.map(({ user }) => user).sort()).toEqual(users);
  });

  test("says why a connection was lost", async () => {
    const org = createOrg();
    await writeConnections(org, 1, () => ({ ...people[2] }));
    expect((await list(await asAdmin(org))).connections).toMatchObject([
      { status: "expired", lastError: "invalid_grant" },
    ]);
  });

  test("by a provider reads no rows of others", async () => {
    const org = createOrg();
    await writeConnections(org, 3);
    const admin = await asAdmin(org);
    const calls = await spy.during(() => list(admin, { provider: "figma" }), "admin-list-connections");
    expect(calls).toEqual(["dynamodb Query c#", "dynamodb Query t#"]);
  });
});

describe("nobody else", () => {
  test("sees another tenant's connections", async () => {
    const [org, other] = [createOrg(), createOrg()];
    await writeConnections(org, 3);
    const foreign = await asAdmin(other);
    expect((await list(foreign)).connections).toEqual([]);
    expect(await foreign.get(`${path}?tenant=${org}`)).toMatchObject(problemAnswer(404, "not_found"));
    const { nextPageToken = "" } = await list(await asAdmin(org), { limit: "1" });
    expect(await foreign.get(`${path}?pageToken=${nextPageToken}`)).toMatchObject(
      problemAnswer(400, "invalid_request"),
    );
  });

  test("lists them: neither users nor services", async () => {
    const user = await createUser();
    expect(await user.get(path)).toMatchObject(problemAnswer(403, "forbidden"));
    const service = await asService();
    expect(await service.get(path)).toMatchObject(problemAnswer(403, "forbidden"));
  });
});

test.each([
  ["an unknown provider", { provider: "acme" }],
  ["an unknown status", { status: "active" }],
  ["a limit above 200", { limit: "201" }],
  ["an empty search", { q: "" }],
  ["a page token of somebody's own", { pageToken: "eHh4" }],
])("%s is refused", async (_, query) => {
  const answer = await (await asAdmin(createOrg())).get(`${path}?${new URLSearchParams(query)}`);
  expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
});

test("connecting costs the index one write unit, and using a connection none", async () => {
  const user = await createUser(createOrg());
  await connectAccount(user, "github");
  const used = await spy.countUnits(() => user.get("/api/integrations/github/user"));
  const writes = used.filter((call) => call.operation === "UpdateItem" && !isCounting(call));
  // The row is below 1 kB; its key in the index did not change.
  expect(writes.map(({ units }) => units?.write)).toEqual([1]);
});
