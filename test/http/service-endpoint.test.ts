import "./lambda-environment.ts";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { type EventOptions, httpEvent } from "../support/events.ts";
import { json } from "../support/test-server.ts";
import { lambdaContext } from "./lambda-context.ts";

const issuer = "https://id.example.com/";
const listed = { issuer, clientClaim: "client_id", providers: ["acme"], perMinute: 3 };
process.env.SERVICES = JSON.stringify([
  { ...listed, clientId: "voice", tenants: ["acme", "globex"], may: ["token"] },
  { ...listed, clientId: "desk", tenants: ["acme"], may: ["token", "connect"] },
  { ...listed, clientId: "console", tenants: "*", may: ["token"] },
]);

const aws = await startAwsStandIn();
const { serviceEndpoint, serviceOrAdminEndpoint, tenantAdminEndpoint, userOrServiceEndpoint } = await import(
  "../../lib/http/service-endpoint.ts"
);
const { userEndpoint } = await import("../../lib/http/endpoint.ts");
const { ok } = await import("../../lib/http/response.ts");
afterAll(() => aws.close());

beforeEach(() => {
  aws.forget();
  aws.on("PutItem", () => json({}));
  let used = 0;
  aws.on("UpdateItem", () => json({ Attributes: { used: { N: String(++used) } } }));
});

const scope = "integrations/tokens";
const service = (clientId: string) => ({ iss: issuer, sub: clientId, client_id: clientId, scope: `openid ${scope}` });
const ada = { iss: issuer, sub: "ada", org: "acme" };

const path = z.object({ tenantId: z.string().optional() });
const body = z.object({ tenantId: z.string().optional(), userId: z.string().optional() });
const forToken = serviceEndpoint({ path, body, backendOnly: true }, "token", async (request) => ok(request.service));
const forBoth = userOrServiceEndpoint({ body }, "token", async ({ user, service }) =>
  ok({ user: user?.user, service: service?.clientId }),
);
const forAdmins = serviceOrAdminEndpoint({ body }, "connect", async ({ tenant }) => ok(tenant));

type Handler = (
  event: ReturnType<typeof httpEvent>,
  context: typeof lambdaContext,
) => Promise<{ readonly statusCode: number; readonly body?: string | undefined }>;

const send = async (handler: Handler, claims: object | undefined, more: Partial<EventOptions> = {}) => {
  const event = httpEvent({ on: "POST /x", body: {}, ...(claims && { claims: { ...claims } }), ...more });
  const answer = await handler(event, lambdaContext);
  return { status: answer.statusCode, ...JSON.parse(answer.body ?? "") };
};
const listAudited = () => aws.calls.filter(({ operation }) => operation === "PutItem").map(({ input }) => input);

describe("a service", () => {
  test("acts for the tenant that the header names", async () => {
    const answer = await send(forToken, service("voice"), { headers: { "x-tenant-id": "globex" } });
    expect(answer).toMatchObject({ status: 200, clientId: "voice", actor: "service:voice", tenant: { id: "globex" } });
  });

  test("acts for the tenant that path or body names", async () => {
    const inPath = await send(forToken, service("voice"), { pathParameters: { tenantId: "globex" } });
    const inBody = await send(forToken, service("voice"), { body: { tenantId: "acme" } });
    expect([inPath.tenant.id, inBody.tenant.id]).toEqual(["globex", "acme"]);
  });

  test("need not name its only tenant", async () => {
    expect(await send(forToken, service("desk"))).toMatchObject({ status: 200, tenant: { id: "acme" } });
  });

  test.each(["voice", "console"])("must name one of several: %s", async (clientId) => {
    expect(await send(forToken, service(clientId))).toMatchObject({ status: 400, code: "invalid_request" });
  });

  test("may act for any tenant where its entry says so", async () => {
    const answer = await send(forToken, service("console"), { headers: { "x-tenant-id": "initech" } });
    expect(answer).toMatchObject({ status: 200, tenant: { id: "initech" } });
  });

  test.each([
    ["a foreign one in the header", { headers: { "x-tenant-id": "initech" } }],
    ["a foreign one in the path", { pathParameters: { tenantId: "initech" } }],
    ["a foreign one in the body", { body: { tenantId: "initech" } }],
    ["two of its own", { headers: { "x-tenant-id": "acme" }, body: { tenantId: "globex" } }],
    ["a stored tenant", { headers: { "x-tenant-id": "c#acme" } }],
    ["an encoded one", { headers: { "x-tenant-id": "%61cme" } }],
  ])("is refused with %s, and that is audited", async (_, request) => {
    expect(await send(forToken, service("voice"), request)).toMatchObject({ status: 403, code: "forbidden" });
    expect(listAudited()).toMatchObject([
      { Item: { action: { S: "service_refused" }, actor: { S: "service:voice" }, reason: { S: "foreign_tenant" } } },
    ]);
  });

  test.each([
    ["two in a repeated header", { headers: { "x-tenant-id": "acme,globex" } }],
    ["an empty tenant", { headers: { "x-tenant-id": "" } }],
    ["half a character", { body: { tenantId: "acme\ud800" } }],
    ["a tenant too long for a key", { body: { tenantId: "x".repeat(300) } }],
  ])("is refused with %s, and nothing is written", async (_, request) => {
    expect(await send(forToken, service("console"), request)).toMatchObject({ status: 400 });
    expect(listAudited()).toEqual([]);
  });

  test("is refused without the right", async () => {
    expect(await send(forAdmins, service("voice"), { body: { tenantId: "acme" } })).toMatchObject({ status: 403 });
  });

  test("is no user", async () => {
    const forUsers = userEndpoint({}, async ({ user }) => ok(user));
    expect(await send(forUsers, service("desk"))).toMatchObject({ status: 403 });
  });

  test("is refused where a browser asks for it", async () => {
    const answer = await send(forToken, service("desk"), { headers: { origin: "https://app.example.com" } });
    expect(answer).toMatchObject({ status: 403, code: "forbidden" });
  });

  test("is counted, and told what is left", async () => {
    for (let request = 0; request < 3; request++)
      expect(await send(forToken, service("desk"))).toMatchObject({ status: 200 });
    expect(await send(forToken, service("desk"))).toMatchObject({ status: 429, code: "rate_limited" });
  });

  test("reads on while the counter is down, and starts nothing", async () => {
    aws.on("UpdateItem", () => awsError("InternalServerError", 500));
    expect(await send(forToken, service("desk"))).toMatchObject({ status: 200 });
    expect(await send(forAdmins, service("desk"))).toMatchObject({ status: 503 });
  }, 20_000);
});

describe("nobody else is a service", () => {
  test.each([
    ["a user", ada],
    ["a user whose token has the scope", { ...ada, client_id: "desk", scope }],
    ["a client that is not listed", service("stranger")],
    ["a listed client of another issuer", { ...service("desk"), iss: "https://other.example.com/" }],
    ["a listed client without the scope", { ...service("desk"), scope: "openid" }],
    ["a listed client whose scope only begins like it", { ...service("desk"), scope: `${scope}.read` }],
    ["a listed client in another claim", { ...service("desk"), client_id: undefined, azp: "desk" }],
    ["a list of clients", { ...service("desk"), client_id: ["desk"] }],
  ])("%s is refused", async (_, claims) => {
    expect(await send(forToken, claims)).toMatchObject({ status: 403, code: "forbidden" });
  });

  test("a request without a token must sign in", async () => {
    expect(await send(forToken, undefined)).toMatchObject({ status: 401 });
  });

  test.each([
    ["without a user claim", { ...service("desk"), sub: undefined }],
    ["with its scope in a list", { ...service("desk"), scope: undefined, scp: ["openid", scope] }],
  ])("but a listed client %s is", async (_, claims) => {
    expect(await send(forToken, claims)).toMatchObject({ status: 200 });
  });
});

describe("beside a service", () => {
  test("a user is let in where users are", async () => {
    expect(await send(forBoth, ada)).toMatchObject({ status: 200, user: "ada" });
    expect(await send(forBoth, service("desk"))).toMatchObject({ status: 200, service: "desk" });
  });

  test("a user who names another tenant is refused, and that is audited", async () => {
    expect(await send(forBoth, ada, { body: { tenantId: "globex" } })).toMatchObject({ status: 403 });
    expect(listAudited()).toHaveLength(1);
  });

  test("an administrator acts for the own tenant only", async () => {
    const admin = { ...ada, roles: ["admin"] };
    expect(await send(forAdmins, admin)).toMatchObject({ status: 200, id: "acme" });
    expect(await send(forAdmins, admin, { body: { tenantId: "acme" } })).toMatchObject({ status: 200, id: "acme" });
    expect(await send(forAdmins, admin, { body: { tenantId: "globex" } })).toMatchObject({ status: 403 });
    expect(await send(forAdmins, ada)).toMatchObject({ status: 403 });
  });

  test("an administrator of the stage acts for any tenant", async () => {
    const operator = { ...ada, staff: "operator" };
    const forAdmin = tenantAdminEndpoint({ body }, async ({ tenant }) => ok(tenant));
    expect(await send(forAdmins, operator, { body: { tenantId: "globex" } })).toMatchObject({
      status: 200,
      id: "globex",
    });
    expect(await send(forAdmin, operator, { body: { tenantId: "globex" } })).toMatchObject({
      status: 200,
      id: "globex",
    });
  });
});
