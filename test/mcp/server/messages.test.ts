import "../../http/lambda-environment.ts";
import { beforeEach, expect, test } from "vitest";
import { calls, current, earlier, sendMessage } from "./support/stand-in-server.ts";

process.env.ALLOWED_ORIGINS = "[]";

beforeEach(() => {
  calls.length = 0;
});

const hello = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } };
const sayHi = { name: "echo", arguments: { text: "hi" } };

/** The answer, where it is 200 and JSON. */
async function getResult(body: unknown, headers = {}) {
  const answer = await sendMessage(body, { headers });
  expect(answer).toMatchObject({ status: 200, headers: { "content-type": "application/json" } });
  return answer.json.result;
}

test("begins with clients of 2025-11-25, in JSON and without a session", async () => {
  const { headers, json } = await sendMessage(earlier("initialize", hello));
  expect(json.result).toMatchObject({ protocolVersion: "2025-11-25", serverInfo: { name: "patchbay" } });
  expect(Object.keys(json.result.capabilities)).toEqual(["tools"]);
  expect(headers).not.toHaveProperty("mcp-session-id");
  expect(headers).toMatchObject({ "cache-control": "no-store", "x-request-id": expect.any(String) });
});

test("is discovered by clients of 2026-07-28", async () => {
  const { body, headers } = current("server/discover");
  const found = await getResult(body, headers);
  expect(found).toMatchObject({
    supportedVersions: ["2026-07-28"],
    capabilities: { tools: {} },
    cacheScope: "private",
  });
});

test("lists the same tools to both", async () => {
  const { body, headers } = current("tools/list");
  const [before, now] = [await getResult(earlier("tools/list")), await getResult(body, headers)];
  expect(before.tools).toEqual(now.tools);
  expect(before.tools).toEqual([
    expect.objectContaining({ name: "echo", title: "Echo", annotations: expect.anything() }),
  ]);
  expect(now).toMatchObject({ ttlMs: 300_000, cacheScope: "private" });
});

test("calls a tool for both, as the bearer of the token", async () => {
  const { body, headers } = current("tools/call", sayHi);
  const tenant = { "x-tenant-id": "acme" };
  for (const result of [
    await getResult(earlier("tools/call", sayHi), tenant),
    await getResult(body, { ...headers, ...tenant }),
  ])
    expect(result).toMatchObject({ structuredContent: { input: { text: "hi" } }, content: [{ type: "text" }] });
  expect(calls.map(({ caller }) => caller)).toEqual(
    Array.from({ length: 2 }, () => ({
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      tenant: "acme",
      requestId: expect.any(String),
    })),
  );
});

test("answers a ping of earlier clients", async () => {
  expect(await getResult(earlier("ping"))).toEqual({});
});

test.each([
  ["initialized", { jsonrpc: "2.0", method: "notifications/initialized" }, {}],
  ["cancelled", { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } }, {}],
  ["an unknown one", { jsonrpc: "2.0", method: "notifications/nobody-knows-it" }, {}],
])("takes a notification without an answer: %s", async (_, body, headers) => {
  expect(await sendMessage(body, { headers })).toMatchObject({ status: 202, json: undefined });
});

test.each([
  ["a method that the header does not name", { "mcp-method": "tools/list" }],
  ["a tool that the header does not name", { "mcp-name": "other" }],
  ["another version than the header names", { "mcp-protocol-version": "2025-11-25" }],
])("refuses a message of 2026-07-28 with %s, and calls nothing", async (_, odd) => {
  const { body, headers } = current("tools/call", sayHi);
  const { status, json } = await sendMessage(body, { headers: { ...headers, ...odd } });
  expect({ status, code: json.error.code }).toEqual({ status: 400, code: -32020 });
  expect(calls).toEqual([]);
});

test("refuses a message of 2026-07-28 without its headers", async () => {
  const { body } = current("tools/call", sayHi);
  expect(await sendMessage(body)).toMatchObject({ status: 400 });
  expect(calls).toEqual([]);
});

test("answers an unknown method with the protocol's own error", async () => {
  expect((await sendMessage(earlier("nobody/knows-it"))).json.error).toEqual({
    code: -32601,
    message: "Method not found",
  });
  const { body, headers } = current("nobody/knows-it");
  expect(await sendMessage(body, { headers })).toMatchObject({ status: 404, json: { error: { code: -32601 } } });
});

test.each(["nobody", "constructor", "__proto__", "ECHO", ""])("has no tool %j", async (name) => {
  const { json } = await sendMessage(earlier("tools/call", { name, arguments: {} }));
  expect(json.error).toMatchObject({ code: -32602, message: "There is no tool of this name." });
});

test.each([7, "text", ["a"], null])("refuses %j in the place of the arguments", async (given) => {
  const { json } = await sendMessage(earlier("tools/call", { name: "echo", arguments: given }));
  expect(json.error.code).toBe(-32602);
  expect(calls).toEqual([]);
});

test("hands members of every object's prototype on as plain names", async () => {
  const text = JSON.stringify(earlier("tools/call", { name: "echo", arguments: { text: "?" } }));
  const odd = text.replace('"text":"?"', '"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}');
  const { status } = await sendMessage(odd);
  expect(status).toBe(200);
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  expect(Object(calls[0]?.input).isAdmin).toBeUndefined();
});

test("ends a subscription at once, since nothing is ever told", async () => {
  const { body, headers } = current("subscriptions/listen", { notifications: { toolsListChanged: true } });
  const answer = await sendMessage(body, { headers });
  expect(answer).toMatchObject({ status: 200, headers: { "content-type": "text/event-stream" } });
  const messages = [...String(answer.json).matchAll(/^data: (.*)$/gm)].map(([, data = ""]) => JSON.parse(data));
  expect(messages).toEqual([
    expect.objectContaining({ method: "notifications/subscriptions/acknowledged" }),
    expect.objectContaining({ id: 1, result: expect.objectContaining({ resultType: "complete" }) }),
  ]);
});

test.each(["GET /api/mcp", "DELETE /api/mcp"])("answers %s with 405 and what is allowed", async (on) => {
  for (const headers of [{ accept: "text/event-stream" }, { "mcp-protocol-version": "2026-07-28" }])
    expect(await sendMessage(undefined, { on, headers })).toMatchObject({ status: 405, headers: { allow: "POST" } });
});

test.each(["text/plain", "application/x-www-form-urlencoded", ""])("reads no body of the type %j", async (type) => {
  expect(await sendMessage(earlier("ping"), { headers: { "content-type": type } })).toMatchObject({ status: 415 });
});
