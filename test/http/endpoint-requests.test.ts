// What the wrappers of endpoints hand to limits, to idempotency and to the endpoint itself, and what they log.
import "./lambda-environment.ts";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import {
  adminEndpoint,
  publicEndpoint,
  type RequestIdentity,
  stateEndpoint,
  userEndpoint,
} from "../../lib/http/endpoint.ts";
import { messageEndpoint } from "../../lib/http/message-endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import {
  serviceEndpoint,
  serviceOrAdminEndpoint,
  tenantAdminEndpoint,
  userOrServiceEndpoint,
} from "../../lib/http/service-endpoint.ts";
import { log } from "../../lib/log.ts";
import { type EventOptions, httpEvent } from "../support/events.ts";
import { lambdaContext } from "./lambda-context.ts";
import { logged } from "./lambda-environment.ts";

const claims = { sub: "ada", org: "acme" };
const createEvent = (options: Partial<EventOptions> = {}) =>
  httpEvent({ on: "POST /api/thing/7", routeKey: "POST /api/thing/{id}", claims, ...options });

test("hands over the path, the query as it was sent, and headers", async () => {
  const query = z.object({ q: z.string() });
  const path = z.object({ id: z.string() });
  for (const wrap of [publicEndpoint, stateEndpoint]) {
    const endpoint = wrap({ query, path }, async (request) =>
      ok({ query: request.query, path: request.path, raw: request.rawQuery, host: request.headers.host }),
    );
    const { body = "" } = await endpoint(
      createEvent({ query: { q: "a b" }, pathParameters: { id: "7" } }),
      lambdaContext,
    );
    expect(JSON.parse(body)).toEqual({ query: { q: "a b" }, path: { id: "7" }, raw: "q=a+b", host: "localhost" });
  }
});

describe("a signed-in user's request", () => {
  const steps: unknown[] = [];
  const identities: RequestIdentity[] = [];
  const endpoint = userEndpoint(
    {
      body: z.object({ text: z.string() }),
      limit: (user, answer) => {
        steps.push(`limit ${user.user}`);
        return answer();
      },
      once: (identity, answer) => {
        steps.push("once");
        identities.push(identity);
        return answer();
      },
    },
    async ({ body }) => {
      steps.push(`answer ${body.text}`);
      return ok({});
    },
  );
  const send = async (options: Partial<EventOptions>) => {
    steps.length = 0;
    identities.length = 0;
    const event = createEvent(options);
    return { event, status: (await endpoint(event, lambdaContext)).statusCode };
  };

  test("is counted, then recognized, then answered", async () => {
    await send({ body: { text: "a" } });
    expect(steps).toEqual(["limit ada", "once", "answer a"]);
  });

  test("is counted and not recognized where it is wrong, so that the same key can be sent with the right one", async () => {
    expect((await send({ body: {} })).status).toBe(400);
    expect(steps).toEqual(["limit ada"]);
  });

  test("is not counted without a user", async () => {
    expect((await send({ headers: { authorization: "" }, body: { text: "a" } })).status).toBe(401);
    expect(steps).toEqual([]);
  });

  test("is known by its user, key, route, path, query and body", async () => {
    const { event } = await send({
      body: '{"text" : "é"}',
      query: { q: "1" },
      headers: { "idempotency-key": "k-1" },
    });
    expect(identities).toMatchObject([
      {
        user: { user: "ada", tenant: "c#acme" },
        key: "k-1",
        route: "POST /api/thing/{id}",
        content: ["/api/thing/7", "q=1", Buffer.from('{"text" : "é"}')],
        origin: { ip: "192.0.2.1", requestId: event.requestContext.requestId },
      },
    ]);
  });

  test("has no key where none was sent", async () => {
    await send({ body: { text: "a" } });
    expect(identities[0]?.key).toBeUndefined();
  });
});

test("a form is not read where an endpoint takes none", async () => {
  const endpoint = userEndpoint({ body: z.object({ note: z.string() }) }, async ({ body }) => ok(body));
  const headers = { "content-type": "multipart/form-data; boundary=b" };
  const body = '--b\r\ncontent-disposition: form-data; name="note"\r\n\r\nx\r\n--b--\r\n';
  expect((await endpoint(createEvent({ headers, body }), lambdaContext)).statusCode).toBe(400);
});

test("an administrator's endpoint hands over the request, and its limit and key hold too", async () => {
  const seen: string[] = [];
  const endpoint = adminEndpoint(
    {
      body: z.object({ text: z.string() }),
      limit: (user, answer) => {
        seen.push(user.user);
        return answer();
      },
    },
    async ({ body, user }) => ok({ ...body, isAdmin: user.isAdmin }),
  );
  const { body = "" } = await endpoint(
    createEvent({ claims: { ...claims, roles: ["admin"] }, body: { text: "a" } }),
    lambdaContext,
  );
  expect([JSON.parse(body), seen]).toEqual([{ text: "a", isAdmin: true }, ["ada"]]);
});

test("log lines of a request have its id and route, and no token, header or body", async () => {
  const endpoint = userEndpoint({}, async () => {
    log.info("at work");
    throw new Problem("conflict");
  });
  logged.length = 0;
  const event = createEvent({ body: { secret: "hunter2" }, headers: { "x-secret": "hunter2" } });
  await endpoint(event, lambdaContext);
  const lines = logged.map((line) => JSON.parse(line));
  const context = { requestId: event.requestContext.requestId, route: "POST /api/thing/{id}" };
  expect(lines).toMatchObject([
    { message: "at work", ...context },
    { message: "request refused", code: "conflict", ...context },
  ]);
  expect(logged.join("")).not.toMatch(/hunter2|Bearer|eyJ/);
});

test("a failure of middleware's own kind is answered too: an event without what every event has", async () => {
  const endpoint = userEndpoint({}, async () => ok({}));
  const event = createEvent();
  Reflect.deleteProperty(event, "headers");
  expect(await endpoint(event, lambdaContext)).toMatchObject({ statusCode: 500 });
});

const answer = async () => ok({});

test.each([
  ["nobody", publicEndpoint({}, answer)],
  ["state", stateEndpoint({}, answer)],
  ["user", userEndpoint({}, answer)],
  ["admin", adminEndpoint({}, answer)],
  ["user", messageEndpoint({ maxBody: 1, resourceMetadata: () => "x" }, answer)],
  ["service", serviceEndpoint({}, "token", answer)],
  ["user-or-service", userOrServiceEndpoint({}, "token", answer)],
  ["service-or-admin", serviceOrAdminEndpoint({}, "token", answer)],
  ["admin", tenantAdminEndpoint({}, answer)],
])("tells the OpenAPI document who may call: %s", (caller, { contract }) => {
  expect(contract).toMatchObject({ caller });
  expect("limit" in contract).toBe(caller.includes("service"));
});

test("tells the OpenAPI document the rest of the contract", () => {
  const given = { about: "Does it.", status: 201 } as const;
  for (const { contract } of [
    publicEndpoint(given, answer),
    userEndpoint(given, answer),
    serviceEndpoint(given, "token", answer),
    tenantAdminEndpoint(given, answer),
    messageEndpoint({ ...given, maxBody: 1, resourceMetadata: () => "x" }, answer),
  ])
    expect(contract).toMatchObject(given);
});
