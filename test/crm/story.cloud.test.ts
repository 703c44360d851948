// A telephony platform's calls, from a tenant's connectors to the note about the call, in the whole stack.
import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { asService } from "../broker/support/services.ts";
import { problemAnswer } from "../integrations/support/connections.ts";
import { asUser, type Browser } from "../support/api.ts";
import { connectInBrowser } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import { spy } from "../support/spy.ts";

const search = "/crm/objects/2026-03/contacts/search";
const hubspot = sandbox("hubspot");

let service: Browser;
beforeAll(async () => {
  service = await asService("call-center");
});
beforeEach(async () => {
  await Promise.all([hubspot.forgetRequests(), sandbox("salesforce").forgetRequests(), spy.forget()]);
});

interface Tenant {
  readonly tenantId: string;
  readonly admin: Browser;
  readonly operator: Browser;
}

async function openTenant(): Promise<Tenant> {
  const tenantId = `tenant_${randomUUID()}`;
  const admin = await asUser({ sub: `admin-${tenantId}`, org: tenantId, role: "admin" });
  const operator = await asUser({ sub: `operator-${tenantId}`, org: "platform", role: "stage-admin" });
  return { tenantId, admin, operator };
}
const find = ({ tenantId }: Tenant, phone: string) => service.get(`/api/crm/${tenantId}/customers?phone=${phone}`);
const countSearches = async () => (await hubspot.requests(search)).length;

test("a caller is found by the tenant's accounts in its order, and the call is noted once", async () => {
  const tenant = await openTenant();
  const { tenantId, admin, operator } = tenant;
  await connectInBrowser(admin, "salesforce");
  await connectInBrowser(admin, "hubspot");
  expect(await find(tenant, "+14155551212")).toMatchObject(problemAnswer(404, "not_connected"));

  const atSalesforce = { tenantId, provider: "salesforce", baseUrl: "https://acme.my.salesforce.com" };
  expect((await admin.post("/api/crm/connectors", atSalesforce)).status).toBe(403);
  const made = await operator.post("/api/crm/connectors", { ...atSalesforce, userId: `admin-${tenantId}` });
  expect(made).toMatchObject({ status: 201, json: { tenantId, provider: "salesforce", status: "connected" } });
  const own = await admin.post("/api/crm/connectors", { provider: "hubspot", baseUrl: "https://api.hubapi.com" });
  expect(own).toMatchObject({ status: 201, json: { status: "connected" } });

  expect(await find(tenant, "(415)%20555-1212")).toMatchObject({
    status: 200,
    json: { customerId: "0035g00000Grace001", name: "Grace Hopper", company: "Bright Dental", provider: "salesforce" },
  });
  expect((await find(tenant, "+14155550000")).json).toMatchObject({ code: "not_found" });

  const call = { callId: randomUUID(), customerId: "0035g00000Grace001", direction: "inbound", outcome: "answered" };
  const told = [];
  for (const notes of ["First.", "Again.", "And again."])
    told.push((await service.post(`/api/crm/${tenantId}/call-summaries`, { ...call, notes })).json);
  expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(told[0]).toEqual({ success: true, activityId: expect.stringMatching(/^00T/) });
  const written = await sandbox("salesforce").requests("/acme.my.salesforce.com/services/data/v62.0/sobjects/Task");
  expect(written).toHaveLength(1);
});

test("what was found is kept until a contact changes, and ends with the connection", async () => {
  const tenant = await openTenant();
  const { tenantId, admin } = tenant;
  await connectInBrowser(admin, "hubspot");
  await admin.post("/api/crm/connectors", { provider: "hubspot", baseUrl: "https://api.hubapi.com" });
  const first = await find(tenant, "+14155551212");
  expect(first).toMatchObject({ status: 200, json: { customerId: "101", provider: "hubspot" } });
  await find(tenant, "4155551212");
  const calls = await spy.during(async () => {
    expect((await find(tenant, " 14155551212")).json).toEqual(first.json);
  }, "crm-find-customer");
  expect(await countSearches()).toBe(1);
  expect(calls.map((call) => call.split(" ", 3).slice(0, 3).join(" "))).toEqual([
    "dynamodb UpdateItem counter#",
    "dynamodb BatchGetItem connectors#",
  ]);

  await hubspot.push({ event: "contact.propertyChange" });
  const askAgain = async () => {
    await find(tenant, "+14155551212");
    return countSearches();
  };
  await expect.poll(askAgain, { timeout: 30_000 }).toBe(2);

  expect((await admin.delete("/api/integrations/hubspot")).status).toBe(200);
  const gone = await service.get(`/api/crm/${tenantId}/customers?phone=%2B14155551212`);
  expect(gone).toMatchObject(problemAnswer(409, "reconnect_required"));
  expect(Object(gone.json).reconnectUrl).toContain("provider=hubspot");
}, 60_000);
