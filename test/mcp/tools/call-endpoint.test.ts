import "../../http/lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import { createCallEndpoint } from "../../../lib/mcp/tools/call-endpoint.ts";
import type { EndpointCall, ToolCaller } from "../../../lib/mcp/tools/tool.ts";
import { answer, answerEndlessly, dribble, hang, json, reset, startTestServer } from "../../support/test-server.ts";

const server = await startTestServer();
afterAll(() => server.close());

const asked: string[] = [];
/** Our own host does not exist here: the test's server stands for it. */
const callEndpoint = createCallEndpoint((input, init) => {
  asked.push(String(input));
  return fetch(String(input).replace("https://app.example.com", server.url), init);
});

const ada: ToolCaller = { token: "fake.bearer.token", tenant: "acme", requestId: "r1" };
const get = (path: string, more: Partial<EndpointCall> = {}) =>
  callEndpoint({ method: "GET", path, ...more }, { ...ada });

test("calls an endpoint with the caller's token and tenant, and with nothing else of theirs", async () => {
  server.play = json({ channels: [] });
  const query = { refresh: "a&b=c" };
  expect(await get("/api/integrations/slack/channels", { query })).toEqual({ status: 200, body: { channels: [] } });
  const { method, path, headers } = server.requests.at(-1) ?? {};
  expect({ method, path }).toEqual({ method: "GET", path: "/api/integrations/slack/channels?refresh=a%26b%3Dc" });
  expect(headers).toMatchObject({ authorization: "Bearer fake.bearer.token", "x-tenant-id": "acme" });
  expect(headers).not.toHaveProperty("idempotency-key");
  expect(headers).not.toHaveProperty("content-type");
});

test("sends a body as JSON, with its idempotency key", async () => {
  const call = { method: "POST", path: "/api/mcp/query", body: { query: "?" }, idempotencyKey: "k-1" } as const;
  await callEndpoint(call, { ...ada, tenant: undefined });
  const { body, headers } = server.requests.at(-1) ?? {};
  expect(body).toBe('{"query":"?"}');
  expect(headers).toMatchObject({ "content-type": "application/json", "idempotency-key": "k-1" });
  expect(headers).not.toHaveProperty("x-tenant-id");
});

test.each([
  "/api/../oauth/token",
  "/api/integrations/%2e%2e/%2E%2e/health",
  "/api/figma/files/..",
  "/api/a?admin=true",
  "/api/a#b",
  "/api/a\\b",
  "/api/a\nb",
  "//evil.example/api/a",
  "https://evil.example/api/a",
  "https://app.example.com/api/a",
  "/v1/oauth",
  "/apia",
  "",
])("asks nobody for the path %j", async (path) => {
  const before = asked.length;
  await expect(get(path)).rejects.toMatchObject({ code: "invalid_request" });
  expect(asked.length).toBe(before);
});

test.each(["", "a b", "a\r\nx-tenant-id: globex", "ä", "k".repeat(256)])(
  "refuses %j as an idempotency key instead of failing on its header",
  async (idempotencyKey) => {
    await expect(get("/api/a", { idempotencyKey })).rejects.toMatchObject({
      code: "invalid_request",
      members: { field: "idempotencyKey" },
    });
  },
);

test("follows no redirect, so the token goes nowhere else", async () => {
  server.play = answer(302, "", { location: "https://evil.example/" });
  const before = asked.length;
  expect(await get("/api/a")).toEqual({ status: 302, body: undefined });
  expect(asked.length).toBe(before + 1);
});

test("says what is no JSON by the status alone, and how long to wait", async () => {
  server.play = answer(429, "<html>", { "retry-after": "7" });
  expect(await get("/api/a")).toEqual({ status: 429, body: undefined, retryAfterSeconds: 7 });
});

test("reads 2 MB of an answer and no more", async () => {
  server.play = answerEndlessly(1_900_000);
  expect(await get("/api/a")).toMatchObject({ status: 200 });
  server.play = answerEndlessly(1_000_000_000);
  await expect(get("/api/a")).rejects.toMatchObject({ code: "payload_too_large" });
});

test.each([
  ["never answers", hang],
  ["sends its answer a byte at a time", dribble(5)],
])("gives up on an endpoint that %s", async (_what, play) => {
  server.play = play;
  const caller = { ...ada, deadline: AbortSignal.timeout(100) };
  await expect(callEndpoint({ method: "GET", path: "/api/a" }, caller)).rejects.toMatchObject({
    code: "provider_unavailable",
  });
});

test("shares one deadline among all calls of a request", async () => {
  const caller = { ...ada };
  server.play = json({});
  await callEndpoint({ method: "GET", path: "/api/a" }, caller);
  const { deadline } = caller as ToolCaller;
  await callEndpoint({ method: "GET", path: "/api/b" }, caller);
  expect(deadline).toBeInstanceOf(AbortSignal);
  expect((caller as ToolCaller).deadline).toBe(deadline);
});

test("says that an endpoint which breaks off is unavailable", async () => {
  server.play = reset;
  await expect(get("/api/a")).rejects.toMatchObject({ code: "provider_unavailable", retryAfter: 5 });
});
