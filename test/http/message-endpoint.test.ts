// An endpoint for programs that send messages of a protocol of their own.
import "./lambda-environment.ts";
import { expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { messageEndpoint, type ReceivedMessage } from "../../lib/http/message-endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { type EventOptions, httpEvent } from "../support/events.ts";
import { lambdaContext } from "./lambda-context.ts";

const received: ReceivedMessage[] = [];
const contract = { maxBody: 20, resourceMetadata: () => "https://app.example.com/.well-known/x" };
const endpoint = messageEndpoint(contract, async (message) => {
  received.push(message);
  return ok({ read: message.readBody() });
});

const claims = { sub: "ada", org: "acme" };
const createEvent = (options: Partial<EventOptions> = {}) => httpEvent({ on: "POST /api/mcp", claims, ...options });

async function send(event: ReturnType<typeof httpEvent>) {
  received.length = 0;
  const { statusCode, headers, body = "" } = await endpoint(event, lambdaContext);
  return { status: statusCode, challenge: headers?.["www-authenticate"], body: JSON.parse(body) };
}

test("hands over the message with its user, the token and where it came from", async () => {
  const event = createEvent({ body: { id: 1 }, headers: { "mcp-session": "s-1" } });
  expect(await send(event)).toMatchObject({ status: 200, body: { read: { id: 1 } } });
  expect(received).toMatchObject([
    {
      user: { user: "ada", tenant: "c#acme" },
      token: event.headers.authorization?.slice("Bearer ".length),
      method: "POST",
      rawPath: "/api/mcp",
      headers: { "mcp-session": "s-1" },
      gatewayHost: "localhost",
      requestId: event.requestContext.requestId,
    },
  ]);
});

test("tells a caller without a token where to read how to get one", async () => {
  expect(await send(httpEvent({ on: "POST /api/mcp", body: "{nope" }))).toMatchObject({
    status: 401,
    challenge: 'Bearer resource_metadata="https://app.example.com/.well-known/x"',
    body: { code: "unauthenticated" },
  });
  expect(received).toEqual([]);
});

test("sends nobody to sign in whom a token does not help", async () => {
  const service = await send(createEvent({ claims: { ...claims, scope: "integrations/tokens" } }));
  expect(service).toMatchObject({ status: 403, challenge: undefined });
  const undecided = await send(createEvent({ claims: { ...claims, org: ["acme", "globex"] } }));
  expect(undecided).toMatchObject({ status: 400, challenge: undefined });
});

test("has no body where none was sent", async () => {
  expect(await send(createEvent())).toEqual({ status: 200, challenge: undefined, body: {} });
  expect(await send(createEvent({ body: "" }))).toMatchObject({ status: 200, body: {} });
});

test("takes a body of exactly the limit in bytes, and no longer one", async () => {
  const fitting = `"${"é".repeat(9)}"`;
  expect(await send(createEvent({ body: fitting }))).toMatchObject({ status: 200, body: { read: "é".repeat(9) } });
  expect(await send(createEvent({ body: `${fitting} ` }))).toMatchObject({
    status: 400,
    body: { code: "invalid_request", detail: "The body has more than 20 bytes." },
  });
});

test.each([
  ["no JSON", createEvent({ body: "{nope" })],
  ["a name that is there twice", createEvent({ body: '{"a":1,"a":2}' })],
  ["another charset", createEvent({ body: "{}", headers: { "content-type": "application/json;charset=utf-16" } })],
])("reads bodies strictly: %s", async (_, event) => {
  expect(await send(event)).toMatchObject({ status: 400, body: { code: "invalid_request" } });
});

test("answers what a message's own work throws as it is, also 401", async () => {
  const signedOut = messageEndpoint(contract, () => Promise.reject(new Problem("unauthenticated")));
  const { statusCode, headers } = await signedOut(createEvent(), lambdaContext);
  expect([statusCode, headers?.["www-authenticate"]]).toEqual([401, "Bearer"]);
});
