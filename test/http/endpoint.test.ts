import "./lambda-environment.ts";
import { expect, test } from "vitest";
import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { adminEndpoint, publicEndpoint, userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { type EventOptions, httpEvent } from "../support/events.ts";
import { lambdaContext } from "./lambda-context.ts";

const claims = { sub: "ada", exp: Date.now() / 1000 + 600 };
const schemas = { body: z.object({ text: z.string() }) };

const echo = userEndpoint(schemas, async ({ user, body }) => ok({ user: user.user, tenant: user.tenant, ...body }));
const page = publicEndpoint({}, async ({ cookies, rawPath, origin }) =>
  ok({ cookies: [...cookies], rawPath, ...origin }),
);
const admin = adminEndpoint({}, async () => ok({ secret: true }));
const broken = publicEndpoint({}, async () => {
  throw new Error("password hunter2");
});

async function call(handler: typeof page, options: Partial<EventOptions> = {}) {
  const event = httpEvent({ on: "POST /api/thing", ...options });
  const answer = await handler(event, lambdaContext);
  return { ...answer, requestId: event.requestContext.requestId, body: JSON.parse(answer.body ?? "{}") };
}

test("hands a signed-in user and the checked body to the endpoint", async () => {
  const { statusCode, body } = await call(echo, { claims, body: { text: "hi" } });
  expect({ statusCode, body }).toEqual({ statusCode: 200, body: { user: "ada", tenant: "u#ada", text: "hi" } });
});

test("answers 401 with a challenge before it parses the request", async () => {
  const answer = await call(echo, { body: "{nope" });
  expect(answer).toMatchObject({ statusCode: 401, headers: { "www-authenticate": "Bearer" } });
});

test("answers 400 naming the field that is wrong", async () => {
  const { statusCode, body } = await call(echo, { claims, body: { text: 1 } });
  expect({ statusCode, field: body.field, code: body.code }).toEqual({
    statusCode: 400,
    field: "text",
    code: "invalid_request",
  });
});

test("ignores a user and tenant named in the body", async () => {
  const { body } = await call(echo, { claims, body: { text: "hi", user: "eve", tenant: "c#acme", userId: "eve" } });
  expect(body).toEqual({ user: "ada", tenant: "u#ada", text: "hi" });
});

test("answers 413 for a body of more than one megabyte", async () => {
  expect((await call(echo, { claims, body: { text: "x".repeat(1_000_000) } })).statusCode).toBe(413);
});

test("lets an administrator in", async () => {
  expect((await call(admin, { claims: { ...claims, roles: ["admin"] } })).body).toEqual({ secret: true });
});

test("answers 403 to a user who is no administrator", async () => {
  const { statusCode, body } = await call(admin, { claims });
  expect({ statusCode, code: body.code }).toEqual({ statusCode: 403, code: "forbidden" });
});

test("answers 403 to a service where a user is expected", async () => {
  expect((await call(echo, { claims: { ...claims, scope: "integrations/tokens" } })).statusCode).toBe(403);
});

test("answers an unknown error with a 500 that has the request's id and nothing else of it", async () => {
  const { statusCode, body, requestId } = await call(broken);
  expect({ statusCode, body }).toEqual({
    statusCode: 500,
    body: {
      type: "urn:patchbay:problem:internal",
      title: "Something failed on our side",
      status: 500,
      detail: "Something failed on our side",
      code: "internal",
      requestId,
      error: "Something failed on our side",
      message: "Something failed on our side",
      success: false,
    },
  });
});

test("reveals nothing more of an unknown error to a caller who asks for debugging", async () => {
  const { body } = await call(broken, { query: { debug: "1" }, headers: { "x-debug": "1" } });
  expect(JSON.stringify(body)).not.toContain("hunter2");
});

test("answers a problem that the endpoint throws", async () => {
  const handler = publicEndpoint({}, async () => {
    throw new Problem("reconnect_required", { members: { reconnectUrl: "https://app.example.com/x" } });
  });
  expect(await call(handler)).toMatchObject({ statusCode: 409, body: { reconnectUrl: "https://app.example.com/x" } });
});

test.each([
  ["an answer", page],
  ["a refusal", echo],
  ["a failure", broken],
])("protects %s with the security headers", async (_, handler) => {
  const { headers, requestId } = await call(handler);
  expect(headers).toMatchObject({ "cache-control": "no-store", "x-request-id": requestId });
});

test("hands over cookies, path and where the request came from", async () => {
  const { body, requestId } = await call(page, { cookies: ["a=1"] });
  expect(body).toEqual({ cookies: [["a", "1"]], rawPath: "/api/thing", ip: "192.0.2.1", requestId });
});
