// POST /api/oauth/client-credentials: connections that belong to a tenant, at hosts that the operator bound to it.
import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { tenantOwner } from "../../lib/store/owner.ts";
import { createAccount } from "../connections/support/account.ts";
import { problemAnswer } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { asUser, type Browser } from "../support/api.ts";
import { spy } from "../support/spy.ts";
import { listAudit } from "./support/audit.ts";
import { asService, readStatus, readToken, revoke } from "./support/services.ts";

const ours = "acme.my.salesforce.com";
const theirs = "globex.my.salesforce.com";
const name = "salesforce_acme";
const wanted = { provider: "salesforce", integrationId: name, tenantId: "acme", params: { loginHost: ours } };
const named = { userId: "acme", integrationId: name };

/** Each has a limit of their own. */
const createAdmin = () => asUser({ sub: `admin-${randomUUID()}`, org: "acme", role: "admin" });

let service: Browser;
let admin: Browser;
let operator: Browser;
beforeAll(async () => {
  [service, admin, operator] = await Promise.all([
    asService(),
    createAdmin(),
    asUser({ sub: `operator-${randomUUID()}`, org: "acme", role: "stage-admin" }),
  ]);
});
beforeEach(async () => {
  await Promise.all([spy.forget(), getSandbox("salesforce").reset(), getSandbox("hubspot").reset()]);
});

const connect = (caller: Browser, change: object = {}) =>
  caller.post("/api/oauth/client-credentials", { ...wanted, ...change });

const tenant = { sub: "acme", org: "acme" };
const expire = () => createAccount("salesforce", tenant, service, tenantOwner("acme")).setRemainingSeconds(-10);

/** The grants that the token endpoint was asked for. */
async function listTokenCalls(): Promise<(string | null)[]> {
  const asked = await getSandbox("salesforce").requests();
  return asked
    .filter(({ path }) => path.endsWith("/oauth2/token"))
    .map(({ body }) => new URLSearchParams(body).get("grant_type"));
}

test("connects a tenant for a service, whose token is the tenant's own", async () => {
  const { status, json } = await connect(service);
  expect([status, json]).toEqual([
    200,
    { success: true, integrationId: name, message: "Salesforce connected successfully" },
  ]);
  expect(await readToken(service, named)).toMatchObject({ status: 200, json: { accessToken: expect.any(String) } });
  expect((await readStatus(service, named)).json).toMatchObject({ connected: true, provider: "salesforce" });
  expect((await listAudit("t#acme")).map(({ action }) => action)).toEqual(
    expect.arrayContaining(["connect", "token_read"]),
  );
});

test("connects it for the tenant's administrator, who can end it too", async () => {
  expect((await connect(admin)).status).toBe(200);
  expect((await readStatus(admin, named)).json).toMatchObject({ connected: true });
  expect((await revoke(admin, named)).status).toBe(200);
  expect(await readToken(service, named)).toMatchObject(problemAnswer(404, "not_connected"));
});

test("renews the token by asking again, once however many read it", async () => {
  await connect(service);
  const before = Object((await readToken(service, named)).json).accessToken;
  await expire();
  await getSandbox("salesforce").forgetRequests();
  const answers = await Promise.all(Array.from({ length: 6 }, () => readToken(service, named)));
  const tokens = new Set(answers.map(({ json }) => Object(json).accessToken));
  expect([answers.map(({ status }) => status), tokens.size, tokens.has(before)]).toEqual([
    Array(6).fill(200),
    1,
    false,
  ]);
  expect(await listTokenCalls()).toEqual(["client_credentials"]);
});

test("is 404 for a user who is called like the tenant, and never theirs", async () => {
  await connect(service);
  const disguised = await asUser({ sub: "acme", org: "acme" });
  expect(await readStatus(disguised, named)).toMatchObject(problemAnswer(404, "not_found"));
  await revoke(disguised, named);
  expect((await readStatus(service, named)).json).toMatchObject({ connected: true });
});

test.each([
  ["another tenant's My Domain", { params: { loginHost: theirs } }, 403],
  ["a host of nobody's", { params: { loginHost: "initech.my.salesforce.com" } }, 403],
  ["the host of all people", { params: {} }, 403],
  ["a look-alike suffix", { params: { loginHost: `${ours}.evil.example` } }, 400],
  ["a user name before the host", { params: { loginHost: `${ours}@evil.example` } }, 400],
  ["a trailing dot", { params: { loginHost: `${ours}.` } }, 400],
  ["another port", { params: { loginHost: `${ours}:8443` } }, 400],
  ["letters that look alike", { params: { loginHost: "\u0430cme.my.salesforce.com" } }, 400],
  ["another tenant", { tenantId: "globex", params: { loginHost: theirs } }, 403],
  ["a provider without this grant", { provider: "figma", params: {} }, 400],
] as const)("refuses %s before a request leaves", async (_, change, status) => {
  for (const caller of [service, await createAdmin()]) expect((await connect(caller, change)).status).toBe(status);
  expect(await listTokenCalls()).toEqual([]);
});

test("audits the refusal of a foreign host", async () => {
  await connect(admin, { params: { loginHost: theirs } });
  const refused = (await listAudit("c#acme")).filter(({ reason }) => reason === "foreign_host");
  expect(refused.at(-1)).toMatchObject({
    action: "service_refused",
    provider: "salesforce",
    actor: expect.stringMatching(/^admin-/),
  });
});

test("refuses a user who is no administrator", async () => {
  expect((await connect(await asUser({ sub: `user-${randomUUID()}`, org: "acme" }))).status).toBe(403);
});

test("takes a host once an administrator of the stage has bound it, and no longer than that", async () => {
  const [tenantId, loginHost] = [`initech-${randomUUID()}`, "acme.my.salesforce.com"];
  const callCenter = await asService("call-center");
  const bind = (caller: Browser, hosts: readonly string[] | null) =>
    caller.put(`/api/admin/tenants/${tenantId}/hosts`, { provider: "salesforce", hosts });
  const change = { tenantId, integrationId: "theirs", params: { loginHost } };
  expect((await connect(callCenter, change)).status).toBe(403);
  expect((await bind(admin, [loginHost])).status).toBe(403);
  expect(await bind(operator, [loginHost])).toMatchObject({ status: 200, json: { tenantId, hosts: [loginHost] } });
  expect((await connect(callCenter, change)).status).toBe(200);
  expect((await bind(operator, null)).status).toBe(200);
  expect((await connect(callCenter, change)).status).toBe(403);
});

test("tells the operator's fault from the tenant's: a refused client is 502, and an outage 503", async () => {
  await getSandbox("salesforce").script({
    path: `/${ours}/services/oauth2/token`,
    status: 400,
    body: { error: "invalid_client" },
  });
  expect((await connect(service)).status).toBe(502);
  await getSandbox("salesforce").script({ path: `/${ours}/services/oauth2/token`, status: 503, body: {} });
  expect((await connect(service)).status).toBe(503);
});

test("a provider with one host for everybody is given to a tenant by the operator too", async () => {
  const org = `tenant-${randomUUID()}`;
  const callCenter = await asService("call-center");
  const ofHubspot = { provider: "hubspot", integrationId: `hubspot_${org}`, tenantId: org };
  const ask = () => callCenter.post("/api/oauth/client-credentials", ofHubspot);
  expect(await ask()).toMatchObject(problemAnswer(403, "forbidden"));
  expect(await getSandbox("hubspot").requests("/oauth/2026-03/token")).toEqual([]);
  await operator.put(`/api/admin/tenants/${org}/hosts`, { provider: "hubspot", hosts: [] });
  expect((await ask()).json).toMatchObject({ success: true, integrationId: ofHubspot.integrationId });
  expect(
    await readToken(callCenter, { userId: org, tenantId: org, integrationId: ofHubspot.integrationId }),
  ).toMatchObject({
    status: 200,
  });
});
