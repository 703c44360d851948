// The endpoints of customers and calls as services call them, with the real providers' calls at far ends over HTTP.

import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { lambdaContext } from "../http/lambda-context.ts";
import { logged } from "../http/lambda-environment.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { type EventOptions, httpEvent } from "../support/events.ts";
import { answer, json, type Play, startTestServer } from "../support/test-server.ts";
import { putConnection, putConnectors } from "./support/crm-world.ts";
import { useMemoryTables } from "./support/memory-tables.ts";

const [aws, salesforce, hubspot] = [await startAwsStandIn(), await startTestServer(), await startTestServer()];
/** Hosts that users choose must be public, but for those of a local stack. */
const atLocalhost = ({ url }: { readonly url: string }) => url.replace("127.0.0.1", "localhost");
const issuer = "https://id.example.com/";
const listed = { issuer, clientClaim: "client_id", perMinute: 1000, tenants: ["acme", "globex"] };
Object.assign(process.env, {
  ...{ KMS_KEY_ID: "alias/test", KEY_BUCKETS: "1", KEY_MAX_AGE_DAYS: "365" },
  SERVICES: JSON.stringify([
    { ...listed, clientId: "voice", providers: ["salesforce", "hubspot"], may: ["crm"] },
    { ...listed, clientId: "desk", providers: ["hubspot"], may: ["crm"] },
    { ...listed, clientId: "reader", providers: ["salesforce"], may: ["token"] },
  ]),
  PROVIDER_SETTINGS: JSON.stringify({
    salesforce: { endpoints: { api: `${atLocalhost(salesforce)}/{instanceHost}/services/data/v62.0` } },
    hubspot: { endpoints: { api: atLocalhost(hubspot) } },
  }),
});
const finding = await import("../../functions/crm/find-customer.ts");
const logging = await import("../../functions/crm/log-call.ts");
const { getVaultFromEnvironment } = await import("../../lib/vault/vault.ts");
afterAll(() => Promise.all([aws.close(), salesforce.close(), hubspot.close()]));

const contact = {
  attributes: { type: "Contact" },
  ...{
    Id: "0035g00000Grace001",
    Name: "Grace Hopper",
    FirstName: "Grace",
    LastName: "Hopper",
    Phone: "(415) 555-1212",
  },
};
const found: Play = json({ searchRecords: [contact] });
const nobody: Play = json({ searchRecords: [], results: [] });
const alan = { id: "102", properties: { firstname: "Alan", lastname: "Turing", phone: "+1 415 555 1212" } };

let version = 0;
let tables = useMemoryTables(aws);
beforeEach(async () => {
  aws.forget();
  tables = useMemoryTables(aws);
  const key = { Plaintext: Buffer.alloc(32, 7).toString("base64"), CiphertextBlob: "ZmFrZQ==", KeyId: "alias/test" };
  aws.on("GenerateDataKey", () => json(key));
  aws.on("Decrypt", () => json(key));
  aws.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current: "fake-hash-secret" }) }));
  [salesforce.play, hubspot.play] = [found, nobody];
  for (const server of [salesforce, hubspot]) server.requests.length = 0;
  putConnectors(tables, `v-${++version}`, ["salesforce", "hubspot"]);
  const vault = getVaultFromEnvironment();
  await putConnection(tables, "salesforce", { profile: { instanceHost: "acme.my.salesforce.com" } }, vault);
  await putConnection(tables, "hubspot", {}, vault);
});

const voice = { iss: issuer, sub: "voice", client_id: "voice", scope: "integrations/tokens" };
type Query = Record<string, string>;
const ask = async (query: Query, { tenant = "acme", ...more }: Partial<EventOptions> & { tenant?: string } = {}) => {
  const on = `GET /api/crm/${tenant}/customers`;
  const event = httpEvent({ on, claims: voice, query, pathParameters: { tenantId: tenant }, ...more });
  const { statusCode, body = "", headers } = await finding.handler(event, lambdaContext);
  return { status: statusCode, body: JSON.parse(body), headers };
};
const tell = async (body: object, tenant = "acme") => {
  const on = `POST /api/crm/${tenant}/call-summaries`;
  const event = httpEvent({ on, claims: voice, body, pathParameters: { tenantId: tenant } });
  const { statusCode, body: answered = "" } = await logging.handler(event, lambdaContext);
  return { status: statusCode, body: JSON.parse(answered) };
};
const countRequests = () => salesforce.requests.length + hubspot.requests.length;

describe("GET /api/crm/{tenantId}/customers", () => {
  test.each(["+14155551212", " 14155551212", "4155551212", "(415) 555-1212", "001 415 555 1212", "+1.415.555.1212"])(
    "finds the customer by %j",
    async (phone) => {
      expect(await ask({ phone })).toMatchObject({
        status: 200,
        body: {
          ...{ customerId: contact.Id, phoneNumber: "+14155551212", name: "Grace Hopper", provider: "salesforce" },
          ...{ firstName: "Grace", lastName: "Hopper", email: null, company: null, accountId: null },
          metadata: { salesforceContactId: contact.Id },
        },
      });
    },
  );

  test("names the provider that did not answer beside another's answer", async () => {
    salesforce.play = answer(503);
    hubspot.play = json({ results: [alan] });
    const { body } = await ask({ phone: "+14155551212" });
    expect([body.customerId, body.provider, body.partial]).toEqual(["102", "hubspot", ["salesforce"]]);
  });

  test("answers 404 for a number that nobody has, and 200 without members where old callers want that", async () => {
    salesforce.play = nobody;
    expect(await ask({ phone: "+14155551212" })).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect(await ask({ phone: "+14155551212", empty: "200" })).toMatchObject({ status: 200, body: {} });
  });

  test("says in a 404 who did not answer", async () => {
    salesforce.play = answer(503);
    expect(await ask({ phone: "+14155551212" })).toMatchObject({ status: 404, body: { partial: ["salesforce"] } });
  });

  test("answers 503 where nobody answered, and 409 where all must be connected again", async () => {
    [salesforce.play, hubspot.play] = [answer(503), answer(502)];
    const out = await ask({ phone: "+14155551212" });
    expect(out).toMatchObject({ status: 503, body: { code: "provider_unavailable" }, headers: { "retry-after": "5" } });
    await putConnection(tables, "salesforce", { status: "reconnect_needed" });
    await putConnection(tables, "hubspot", { status: "revoked" });
    expect(await ask({ phone: "+14155551212" })).toMatchObject({
      status: 409,
      body: { code: "reconnect_required", reconnectUrl: expect.stringContaining("provider=salesforce") },
    });
  });

  test("is not connected for a tenant without a connector", async () => {
    expect(await ask({ phone: "+14155551212" }, { tenant: "globex" })).toMatchObject({
      status: 404,
      body: { code: "not_connected" },
    });
    expect(countRequests()).toBe(0);
  });

  test("is refused for another tenant, in the path or the header: audited, and nobody is asked", async () => {
    expect((await ask({ phone: "+14155551212" }, { tenant: "initech" })).status).toBe(403);
    expect((await ask({ phone: "+14155551212" }, { headers: { "x-tenant-id": "globex" } })).status).toBe(403);
    expect(tables.list("audit#").map(({ action, actor }) => [action?.S, actor?.S])).toEqual(
      Array(2).fill(["service_refused", "service:voice"]),
    );
    expect(countRequests()).toBe(0);
  });

  test.each([
    ["a user", { iss: issuer, sub: "ada", org: "acme" }],
    ["a service without the right", { ...voice, sub: "reader", client_id: "reader" }],
    ["a service that is not listed", { ...voice, sub: "other", client_id: "other" }],
  ])("is refused to %s", async (_, claims) => {
    expect((await ask({ phone: "+14155551212" }, { claims })).status).toBe(403);
    expect(countRequests()).toBe(0);
  });

  test("asks only the providers that the service may use", async () => {
    const desk = { ...voice, sub: "desk", client_id: "desk" };
    expect((await ask({ phone: "+14155551212" }, { claims: desk })).status).toBe(404);
    expect(salesforce.requests).toEqual([]);
  });

  test("uses the operator's API key only for a tenant that the operator has bound", async () => {
    for (const row of tables.list("owner#")) tables.rows.delete(`${row.pk?.S} | ${row.sk?.S}`);
    hubspot.play = json({ results: [alan] });
    putConnectors(tables, `v-${++version}`, [{ provider: "hubspot", baseUrl: "https://api.hubapi.com" }]);
    expect((await ask({ phone: "+14155551212" })).body.code).toBe("reconnect_required");
    expect(countRequests()).toBe(0);
    putConnectors(tables, `v-${++version}`, [
      { provider: "hubspot", baseUrl: "https://api.hubapi.com", isBound: true },
    ]);
    expect((await ask({ phone: "+14155551212" })).body.customerId).toBe("102");
    expect(hubspot.requests[0]?.headers.authorization).toBe("Bearer fake-hash-secret");
  });

  test.each([{}, { phone: "" }, { phone: "hello" }, { phone: "12345" }, { phone: "+1415555{1212} OR 1" }])(
    "refuses %j and does not repeat it",
    async (query: Query) => {
      const { status, body } = await ask(query);
      expect([status, body.field]).toEqual([400, "phone"]);
      expect(JSON.stringify(body)).not.toMatch(/hello|12345|1212/);
      expect(countRequests()).toBe(0);
    },
  );

  test("opens a kept answer with data keys that the container has: KMS is not called", async () => {
    await ask({ phone: "+14155551212" });
    aws.calls.length = 0;
    await ask({ phone: "+14155551212" });
    expect(aws.calls.map(({ operation }) => operation)).toEqual(["UpdateItem", "BatchGetItem"]);
    expect(countRequests()).toBe(2);
  });
});

describe("POST /api/crm/{tenantId}/call-summaries", () => {
  const call = {
    ...{ callId: "call-1", customerId: contact.Id, direction: "inbound", outcome: "answered", duration: 61 },
    notes: "Secret notes of the caller.",
  };

  test("notes the call once at the customer's provider, however often it is told", async () => {
    salesforce.play = json({ id: "00T5g00000000001", success: true, errors: [] }, 201);
    const told = await Promise.all([tell(call), tell(call), tell(call)]);
    expect(told.map(({ status }) => status).filter((status) => status === 200).length).toBeGreaterThan(0);
    expect(await tell(call)).toEqual({ status: 200, body: { success: true, activityId: "00T5g00000000001" } });
    const writes = salesforce.requests.filter(({ method }) => method === "POST");
    expect(writes.map(({ path }) => path)).toEqual(["/acme.my.salesforce.com/services/data/v62.0/sobjects/Task"]);
  });

  test.each([
    ["callId", { callId: "" }],
    ["customerId", { customerId: "003' OR Id != '" }],
    ["direction", { direction: "sideways" }],
    ["outcome", { outcome: "unknown" }],
    ["recordingUrl", { recordingUrl: "javascript:alert(1)" }],
    ["duration", { duration: -1 }],
  ])("refuses a call for its %s", async (field, change) => {
    expect(await tell({ ...call, callId: `call-${field}`, ...change })).toMatchObject({ status: 400, body: { field } });
    expect(countRequests()).toBe(0);
  });

  test("answers 404 for a customer who is not there, and takes the call again", async () => {
    salesforce.play = json([{ errorCode: "INVALID_CROSS_REFERENCE_KEY" }], 400);
    expect(await tell({ ...call, callId: "call-2" })).toMatchObject({ status: 404, body: { code: "not_found" } });
    salesforce.play = json({ id: "00T5g00000000002" }, 201);
    expect((await tell({ ...call, callId: "call-2" })).status).toBe(200);
  });
});

test("nothing of a caller is in a log, a metric or a key", () => {
  const keys = aws.calls.flatMap(({ input }) => JSON.stringify(input).match(/"(?:pk|sk)":\{"S":"[^"]*"\}/g) ?? []);
  expect(logged.length).toBeGreaterThan(10);
  expect([...logged, ...keys].join("\n")).not.toMatch(
    /555.?1212|4155551212|Grace|Hopper|Turing|Secret notes|access-token/,
  );
});
