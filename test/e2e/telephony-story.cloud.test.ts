// The story of a telephony platform, from the first consent to the note about the call.
import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { asService, beginFlow, readToken, revoke } from "../broker/support/services.ts";
import { problemAnswer } from "../integrations/support/connections.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { asUser } from "../support/api.ts";
import { giveConsent } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";

beforeEach(resetWorld);

test("a user's account: authorized with a name, read as a token by a service, and revoked", async () => {
  const [service, person] = [await asService("voice-agents"), { sub: `user-${randomUUID()}`, org: "acme" }];
  const user = await asUser(person);
  const integrationId = `salesforce_${randomUUID()}`;
  const url = await beginFlow(user, { provider: "salesforce", integrationId });
  const { location } = await user.visit(await giveConsent(url));
  expect([location?.pathname, location?.searchParams.get("integration_id")]).toEqual([
    "/integrations/success",
    integrationId,
  ]);
  const named = { userId: person.sub, integrationId };
  const { json } = await readToken(service, named);
  const limits = await fetch(`${sandbox("salesforce").url()}/acme.my.salesforce.com/services/data/v62.0/limits`, {
    headers: { authorization: `Bearer ${Object(json).accessToken}` },
  });
  expect(limits.status).toBe(200);
  expect((await revoke(service, named)).json).toEqual({
    success: true,
    message: "Integration revoked successfully",
  });
  expect(await readToken(service, named)).toMatchObject(problemAnswer(404, "not_connected"));
});

/** A tenant with its administrator and a system of customers at Salesforce. */
async function createTenant() {
  const org = `tenant_${randomUUID()}`;
  const [service, admin, operator] = await Promise.all([
    asService("call-center"),
    asUser({ sub: `admin-${org}`, org, role: "admin" }),
    asUser({ sub: "operator", role: "stage-admin" }),
  ]);
  const hosts = { provider: "salesforce", hosts: ["acme.my.salesforce.com"] };
  expect((await operator.put(`/api/admin/tenants/${org}/hosts`, hosts)).status).toBe(200);
  const connector = { tenantId: org, provider: "salesforce", baseUrl: "https://acme.my.salesforce.com" };
  const made = await admin.post("/api/crm/connectors", connector);
  expect([made.status, Object(made.json).status]).toEqual([201, "disconnected"]);
  return { org, service, admin };
}

const listTasks = async () =>
  (await sandbox("salesforce").requests("/acme.my.salesforce.com/services/data/v62.0/sobjects/Task"))
    .filter(({ method }) => method === "POST")
    .map(({ body }): unknown => JSON.parse(body));

test("a tenant's system: connected by client credentials, it knows the caller, and a call is noted once", async () => {
  const { org, service, admin } = await createTenant();
  const findCaller = (phone: string) => service.get(`/api/crm/${org}/customers?phone=${phone}`);
  expect(await findCaller("+14155551212")).toMatchObject(problemAnswer(409, "reconnect_required"));
  const integrationId = `salesforce_${org}`;
  const granted = {
    provider: "salesforce",
    integrationId,
    tenantId: org,
    params: { loginHost: "acme.my.salesforce.com" },
  };
  expect((await service.post("/api/oauth/client-credentials", granted)).json).toMatchObject({
    success: true,
    integrationId,
  });

  // A raw plus arrives as a space.
  const { json: customer } = await findCaller("+14155551212");
  expect(customer).toMatchObject({ name: "Grace Hopper", company: "Bright Dental", provider: "salesforce" });
  expect((await findCaller("415.555.1212")).json).toEqual(customer);
  expect(await findCaller("+12125550199")).toMatchObject(problemAnswer(404, "not_found"));

  const { customerId } = Object(customer);
  const summary = {
    callId: randomUUID(),
    customerId,
    direction: "inbound",
    outcome: "answered",
    duration: 187,
    notes: "Wants a <b>copy</b> & 'more'",
  };
  const note = () => service.post(`/api/crm/${org}/call-summaries`, summary);
  const answers = [await note(), ...(await Promise.all([note(), note()])), await note()];
  expect(new Set(answers.map(({ json }) => JSON.stringify(json))).size).toBeLessThanOrEqual(2);
  expect([answers[0]?.json, answers.at(-1)?.json]).toEqual([answers[0]?.json, answers[0]?.json]);
  expect(await listTasks()).toMatchObject([
    { WhoId: customerId, Status: "Completed", TaskSubtype: "Call", CallType: "Inbound", CallDurationInSeconds: 187 },
  ]);

  expect((await revoke(admin, { userId: org, integrationId })).status).toBe(200);
  expect(await findCaller("+14155551212")).toMatchObject(problemAnswer(409, "reconnect_required"));
});

test("a tenant's system with a user's account: no token is named, and none is needed", async () => {
  const { org, service, admin } = await createTenant();
  const url = await beginFlow(admin, { provider: "salesforce", integrationId: "desk" });
  await admin.visit(await giveConsent(url));
  expect((await service.get(`/api/crm/${org}/customers?phone=4155551212`)).json).toMatchObject({
    name: "Grace Hopper",
    metadata: { salesforceContactId: expect.any(String) },
  });
});
