import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { lambdaContext } from "../http/lambda-context.ts";
import { logged } from "../http/lambda-environment.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { type EventOptions, httpEvent } from "../support/events.ts";
import { json } from "../support/test-server.ts";
import { useMemoryTables } from "./support/memory-tables.ts";

Object.assign(process.env, { KMS_KEY_ID: "alias/test", KEY_BUCKETS: "1", KEY_MAX_AGE_DAYS: "365" });
const aws = await startAwsStandIn();
const saving = await import("../../functions/crm/save-connector.ts");
const listing = await import("../../functions/crm/list-connectors.ts");
const deleting = await import("../../functions/crm/delete-connector.ts");
afterAll(() => aws.close());

let tables = useMemoryTables(aws);
beforeEach(() => {
  aws.forget();
  tables = useMemoryTables(aws);
  const key = { Plaintext: Buffer.alloc(32, 7).toString("base64"), CiphertextBlob: "ZmFrZQ==", KeyId: "alias/test" };
  aws.on("GenerateDataKey", () => json(key));
  aws.on("Decrypt", () => json(key));
});

const issuer = "https://id.example.com/";
const admin = { iss: issuer, sub: "ada", org: "acme", roles: ["admin"] };
const operator = { iss: issuer, sub: "olga", org: "platform", staff: "operator" };

type Handler = (
  event: ReturnType<typeof httpEvent>,
  context: typeof lambdaContext,
) => Promise<{ readonly statusCode: number; readonly body?: string | undefined }>;
const send = async (handler: Handler, on: string, more: Partial<EventOptions> = {}) => {
  const { statusCode, body = "{}" } = await handler(httpEvent({ on, claims: admin, ...more }), lambdaContext);
  return { code: statusCode, body: JSON.parse(body) };
};
const save = (body: object, claims: Record<string, unknown> = operator) =>
  send(saving.handler, "POST /api/crm/connectors", { body, claims });
const list = (claims: Record<string, unknown> = admin, query: Record<string, string> = {}) =>
  send(listing.handler, "GET /api/crm/connectors", { claims, query });
const remove = (id: string, claims: Record<string, unknown> = admin) =>
  send(deleting.handler, `DELETE /api/crm/connectors/${id}`, { claims, pathParameters: { id } });
const listProviders = async () =>
  (await list()).body.connectors.map(({ provider }: { readonly provider: string }) => provider);

const salesforce = { tenantId: "acme", provider: "salesforce", baseUrl: "https://acme.my.salesforce.com/" };
const hubspot = { tenantId: "acme", provider: "hubspot", baseUrl: "https://api.hubapi.com" };
const listAudited = () => tables.list("audit#").map(({ action, tenant, actor }) => [action?.S, tenant?.S, actor?.S]);

describe("a connector", () => {
  test("is made for a tenant, shown, changed and removed", async () => {
    const made = await save(salesforce);
    const view = { tenantId: "acme", provider: "salesforce", baseUrl: "https://acme.my.salesforce.com" };
    expect(made).toMatchObject({ code: 201, body: { ...view, status: "disconnected" } });
    expect((await list()).body).toEqual({ connectors: [made.body] });
    const changed = await save({ ...salesforce, baseUrl: "https://acme--sb.sandbox.my.salesforce.com" });
    expect(changed).toMatchObject({ code: 200, body: { id: made.body.id } });
    expect((await remove(made.body.id)).code).toBe(200);
    expect((await list()).body).toEqual({ connectors: [] });
    expect((await remove(made.body.id)).code).toBe(404);
    expect(listAudited()).toEqual([
      ["connector_saved", "c#acme", "olga"],
      ["connector_saved", "c#acme", "olga"],
      ["connector_removed", "c#acme", "ada"],
    ]);
  });

  test("stands where the tenant puts it, last unless it says", async () => {
    await save(salesforce);
    await save(hubspot);
    expect(await listProviders()).toEqual(["salesforce", "hubspot"]);
    await save({ ...hubspot, position: 1 });
    expect(await listProviders()).toEqual(["hubspot", "salesforce"]);
    await save(hubspot);
    expect(await listProviders()).toEqual(["hubspot", "salesforce"]);
  });

  test("gives the tenant's connectors another version with every change", async () => {
    const versions = new Set<unknown>();
    for (const change of [() => save(salesforce), () => save(salesforce), () => save(hubspot)]) {
      await change();
      versions.add(tables.list("connectors#")[0]?.version?.S);
    }
    expect(versions.size).toBe(3);
  });

  test("belongs to its tenant: others do not see it", async () => {
    const { body } = await save(hubspot, admin);
    const stranger = { ...admin, sub: "eve", org: "globex" };
    expect((await list(stranger)).body).toEqual({ connectors: [] });
    expect((await remove(body.id, stranger)).code).toBe(404);
    expect((await list(operator, { tenantId: "acme" })).body.connectors).toHaveLength(1);
  });

  test.each([
    ["of another tenant", { ...admin, org: "globex" }],
    ["who is no administrator", { ...admin, roles: [] }],
    ["that is a service", { ...admin, scope: "integrations/tokens" }],
  ])("is refused to a caller %s", async (_, claims) => {
    expect((await save(hubspot, claims)).code).toBe(403);
    expect(tables.list("connectors#")).toEqual([]);
  });

  test("with a host of its own is made by the tenant's administrator where the operator has bound it", async () => {
    process.env.TENANT_HOSTS = JSON.stringify([
      { tenant: "acme", provider: "salesforce", hosts: ["acme.my.salesforce.com"] },
    ]);
    expect((await save(salesforce, admin)).code).toBe(201);
    expect(await save({ ...salesforce, baseUrl: "https://globex.my.salesforce.com" }, admin)).toMatchObject({
      code: 403,
    });
    process.env.TENANT_HOSTS = "[]";
    expect(await save(salesforce, admin)).toMatchObject({ code: 403, body: { code: "forbidden" } });
    expect(listAudited().slice(1)).toEqual(Array(2).fill(["service_refused", "c#acme", "ada"]));
  });

  test.each([
    "http://acme.my.salesforce.com",
    "https://acme.my.salesforce.com.evil.example",
    "https://evil.example/acme.my.salesforce.com",
    "https://acme.my.salesforce.com@evil.example",
    "https://acme.my.salesforce.com:8443",
    "https://acme.my.salesforce.com.",
    "https://acme.my.salesforce.com\\@evil.example",
    "https://ac\u2024me.my.salesforce.com",
    "https://acme.lightning.force.com",
    "https://acme.my.salesforce.com?x=1",
    "https://169.254.169.254",
    "https://[::1]",
    "//acme.my.salesforce.com",
    "acme.my.salesforce.com",
    "",
  ])("is refused at %j", async (baseUrl) => {
    expect(await save({ ...salesforce, baseUrl })).toMatchObject({ code: 400, body: { field: "baseUrl" } });
    expect(tables.list("connectors#")).toEqual([]);
  });

  test.each([
    ["provider", { ...hubspot, provider: "slack" }],
    ["provider", { ...hubspot, provider: "__proto__" }],
    ["apiKey", { ...salesforce, apiKey: "fake-key" }],
  ])("is refused for its %s", async (field, body) => {
    expect(await save(body)).toMatchObject({ code: 400, body: { field } });
  });
});

describe("an API key", () => {
  const apiKey = "pat-na1-fake-api-key";

  test("is sealed for its tenant, kept when it is not given again, and never answered", async () => {
    const made = await save({ ...hubspot, apiKey }, admin);
    expect(made).toMatchObject({ code: 201, body: { status: "connected" } });
    const changed = await save(hubspot, admin);
    expect(changed.body.status).toBe("connected");
    const said = JSON.stringify([made, changed, await list(), [...tables.rows.values()], logged]);
    expect(said).not.toContain(apiKey);
    expect(said).not.toContain(Buffer.from(apiKey).toString("base64").slice(4, 20));
  });
});
