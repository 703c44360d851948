// What the owner of a tenant reads of refusals, and what is counted for services.
import "./lambda-environment.ts";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { type EventOptions, httpEvent } from "../support/events.ts";
import { json } from "../support/test-server.ts";
import { lambdaContext } from "./lambda-context.ts";
import { logged } from "./lambda-environment.ts";

const issuer = "https://id.example.com/";
const listed = { issuer, clientClaim: "client_id", providers: ["acme"], perMinute: 3, tenants: ["acme", "globex"] };
process.env.SERVICES = JSON.stringify([{ ...listed, clientId: "voice", may: ["token"] }]);

const aws = await startAwsStandIn();
const { requireProvider, serviceEndpoint, serviceOrAdminEndpoint, tenantAdminEndpoint, userOrServiceEndpoint } =
  await import("../../lib/http/service-endpoint.ts");
const { ok } = await import("../../lib/http/response.ts");
afterAll(() => aws.close());

beforeEach(() => {
  aws.forget();
  logged.length = 0;
  aws.on("PutItem", () => json({}));
  aws.on("UpdateItem", () => json({ Attributes: { used: { N: "1" } } }));
});

const part = z.object({ tenantId: z.unknown().optional(), userId: z.unknown().optional() });
const contract = { path: part, query: part, body: part };
const forService = serviceEndpoint(contract, "token", async ({ service, origin }) => {
  await requireProvider(service, { tenant: "c#acme", user: "ada", provider: "acme" }, origin);
  return ok({ tenant: service.tenant.id, providers: service.providers });
});
const forBoth = userOrServiceEndpoint(contract, "token", async ({ user }) => ok({ user: user?.user }));
const forAdmin = tenantAdminEndpoint(contract, async ({ tenant }) => ok(tenant));
const forServiceOrAdmin = serviceOrAdminEndpoint(contract, "token", async (request) =>
  ok({ tenant: request.tenant.id, service: request.service?.clientId, user: request.user?.user }),
);
const forBackends = serviceEndpoint({ ...contract, backendOnly: true }, "token", async () => ok({}));

const service = { iss: issuer, sub: "voice", client_id: "voice", scope: "integrations/tokens" };
const ada = { iss: issuer, sub: "ada", org: "acme" };
const admin = { ...ada, roles: ["admin"] };

type Handler = typeof forService | typeof forBoth | typeof forAdmin | typeof forServiceOrAdmin | typeof forBackends;
const send = async (handler: Handler, claims: object, more: Partial<EventOptions> = {}) => {
  const event = httpEvent({ on: "POST /x", body: {}, claims: { ...claims }, ...more });
  const { statusCode, body = "", headers } = await handler(event, lambdaContext);
  return { status: statusCode, headers, requestId: event.requestContext.requestId, ...JSON.parse(body) };
};
/** The written rows' members that are texts. */
const listAudited = () =>
  aws.calls
    .filter(({ operation }) => operation === "PutItem")
    .map(({ input }) =>
      Object.fromEntries(Object.entries(Object(input.Item)).map(([name, value]) => [name, Object(value).S])),
    );

describe("a refusal is audited for the tenant that was asked for", () => {
  const row = { action: "service_refused", reason: "foreign_tenant", ip: "192.0.2.1" };

  test("with the service that asked, from where, and for whom", async () => {
    const { requestId, ...answer } = await send(forService, service, { body: { tenantId: "initech", userId: "eve" } });
    expect(answer).toMatchObject({ status: 403, code: "forbidden", detail: "This is not a tenant of yours." });
    expect(listAudited()).toMatchObject([
      { ...row, requestId, tenant: "c#initech", user: "eve", actor: "service:voice" },
    ]);
    expect(listAudited()[0]).not.toHaveProperty("provider");
  });

  test.each([
    ["none", undefined, "service:voice"],
    ["one that is no text", 7, "service:voice"],
    ["one of 256 characters", "x".repeat(256), "x".repeat(256)],
    ["one of more", "x".repeat(257), "service:voice"],
  ])("under the service's own name where the user is %s", async (_, userId, user) => {
    await send(forService, service, { body: { tenantId: "initech", userId } });
    expect(listAudited()).toMatchObject([{ user, actor: "service:voice" }]);
  });

  test("with the user or the administrator who asked", async () => {
    expect(await send(forBoth, ada, { query: { tenantId: "globex" } })).toMatchObject({ status: 403 });
    expect(await send(forAdmin, admin, { pathParameters: { tenantId: "globex" } })).toMatchObject({ status: 403 });
    const expected = { ...row, tenant: "c#globex", user: "ada", actor: "ada" };
    expect(listAudited()).toMatchObject([expected, expected]);
  });

  test("and is none without an audit: the caller is told of a failure", async () => {
    aws.on("PutItem", () => awsError("AccessDeniedException"));
    expect(await send(forService, service, { body: { tenantId: "initech" } })).toMatchObject({ status: 503 });
  });
});

describe("a provider that a service may not use", () => {
  const [origin, tenant] = [
    { ip: "192.0.2.1", requestId: "r-1" },
    { id: "acme", entry: undefined },
  ];
  const voice = { clientId: "voice", actor: "service:voice", tenant, providers: ["acme"] };
  const wanted = { tenant: "c#acme", user: "ada", provider: "other" };

  test("is refused, and that is audited with the connection where one is known", async () => {
    const detail = "This service may not use this provider.";
    for (const more of [{}, { connection: "k-1" }])
      await expect(requireProvider(voice, { ...wanted, ...more }, origin)).rejects.toMatchObject({
        ...{ code: "forbidden", message: detail },
      });
    const row = { ...wanted, ...origin, actor: "service:voice", action: "service_refused", reason: "foreign_provider" };
    expect(listAudited()).toMatchObject([row, { ...row, connection: "k-1" }]);
    expect(listAudited()[0]).not.toHaveProperty("connection");
  });

  test("is one that its entry does not name, and no other", async () => {
    await requireProvider(voice, { ...wanted, provider: "acme" }, origin);
    expect(listAudited()).toEqual([]);
    expect(await send(forService, service, { body: { tenantId: "acme" } })).toMatchObject({
      ...{ status: 200, tenant: "acme", providers: ["acme"] },
    });
  });
});

describe("which tenant a call names", () => {
  test("may be said in several places, if it is the same", async () => {
    const everywhere = {
      pathParameters: { tenantId: "acme" },
      query: { tenantId: "acme" },
      body: { tenantId: "acme" },
    };
    const headers = { "x-tenant-id": "acme" };
    expect(await send(forService, service, { ...everywhere, headers })).toMatchObject({ status: 200, tenant: "acme" });
    expect(await send(forAdmin, admin, { ...everywhere, headers })).toMatchObject({ status: 200, id: "acme" });
    expect(await send(forBoth, ada, { ...everywhere, headers })).toMatchObject({ status: 200, user: "ada" });
  });

  test("may be said in the query alone", async () => {
    expect(await send(forService, service, { query: { tenantId: "globex" } })).toMatchObject({ tenant: "globex" });
  });

  test.each([
    ["two", { query: { tenantId: "acme" }, body: { tenantId: "globex" } }],
    ["one of them foreign", { query: { tenantId: "initech" }, body: { tenantId: "acme" } }],
  ])("is refused as %s", async (_, places) => {
    expect(await send(forService, service, places)).toMatchObject({ status: 403 });
    expect(await send(forAdmin, { ...admin, staff: "operator" }, places)).toMatchObject({ status: 403 });
  });

  test.each([
    ["is no text", { body: { tenantId: 7 } }],
    ["is not said", {}],
  ])("is open where it %s", async (_, places) => {
    expect(await send(forService, service, places)).toMatchObject({ status: 400, field: "X-Tenant-Id" });
    expect(await send(forAdmin, { ...admin, org: undefined }, places)).toMatchObject({ status: 400 });
    expect(await send(forBoth, { ...ada, org: undefined }, places)).toMatchObject({ status: 200 });
  });

  test("has at most 256 characters", async () => {
    const ask = (length: number) => send(forService, service, { body: { tenantId: "x".repeat(length) } });
    expect([(await ask(256)).status, (await ask(257)).status]).toEqual([403, 400]);
  });

  test("is known to an endpoint for services and administrators, whoever of them calls", async () => {
    const places = { body: { tenantId: "acme" } };
    expect(await send(forServiceOrAdmin, service, places)).toMatchObject({ tenant: "acme", service: "voice" });
    expect(await send(forServiceOrAdmin, admin, places)).toMatchObject({ tenant: "acme", user: "ada" });
  });

  test("may be longer where a user's header chooses it of the token", async () => {
    const org = "x".repeat(300);
    const headers = { "x-tenant-id": org };
    expect(await send(forAdmin, { ...admin, org }, { headers })).toMatchObject({ status: 200, id: org });
    expect(await send(forBoth, { ...ada, org }, { headers })).toMatchObject({ status: 200, user: "ada" });
  });

  test("of a user without a tenant is none", async () => {
    const alone = { ...ada, org: undefined };
    expect(await send(forBoth, alone, { body: { tenantId: "u#ada" } })).toMatchObject({ status: 403 });
    expect(await send(forAdmin, { ...alone, roles: ["admin"] }, { body: { tenantId: "ada" } })).toMatchObject({
      status: 403,
    });
  });
});

test("a service is counted by its issuer and name, whatever tenant it acts for", async () => {
  const answer = await send(forService, service, { body: { tenantId: "acme" } });
  await send(forService, service, { body: { tenantId: "globex" } });
  const keys = aws.calls.filter(({ operation }) => operation === "UpdateItem").map(({ input }) => input.Key);
  expect(keys).toHaveLength(2);
  for (const key of keys)
    expect(decodeURIComponent(JSON.stringify(key))).toMatch(/s#https:\/\/id\.example\.com\/.*voice.*service/);
  expect(answer.headers).toMatchObject({ "ratelimit-limit": "3", "ratelimit-remaining": "2" });
});

test("a service that only reads passes uncounted while the counter is down, which is told to operators", async () => {
  aws.on("UpdateItem", () => awsError("AccessDeniedException"));
  const answer = await send(forService, service, { body: { tenantId: "acme" } });
  expect(answer).toMatchObject({ status: 200, tenant: "acme" });
  expect(answer.headers).not.toHaveProperty("ratelimit-limit");
  const lines = logged.map((line) => JSON.parse(line));
  expect(lines).toContainEqual(expect.objectContaining({ RequestUncounted: 1 }));
  expect(lines).toContainEqual(
    expect.objectContaining({
      ...{ level: "WARN", message: "request passes without being counted", errorName: expect.any(String) },
    }),
  );
});

test("an endpoint for backends alone says so to a page, and another answers it", async () => {
  const headers = { origin: "https://app.example.com" };
  expect(await send(forBackends, service, { body: { tenantId: "acme" }, headers })).toMatchObject({
    ...{ status: 403, detail: "Origin: this endpoint is not for browsers." },
  });
  expect(await send(forService, service, { body: { tenantId: "acme" }, headers })).toMatchObject({ status: 200 });
});
