import "../../http/lambda-environment.ts";
import { beforeEach, expect, test } from "vitest";
import { calls, current, earlier, sendMessage } from "./support/stand-in-server.ts";

process.env.ALLOWED_ORIGINS = JSON.stringify(["https://studio.example.com"]);

beforeEach(() => {
  calls.length = 0;
});

const call = earlier("tools/call", { name: "echo", arguments: { text: "hi" } });
const metadata = "https://app.example.com/.well-known/oauth-protected-resource/api/mcp";

test.each([
  ["no token", { sub: "ada" }, { authorization: "" }],
  ["an expired token", { sub: "ada", exp: 1_700_000_000 }, {}],
  ["a token of nobody", { sub: "" }, {}],
  ["two tokens", { sub: "ada" }, { authorization: "Bearer a.b.c,Bearer a.b.c" }],
])("answers %s with 401 and where tokens come from", async (_, claims, headers) => {
  const answer = await sendMessage(call, { claims, headers });
  expect(answer).toMatchObject({ status: 401, json: { code: "unauthenticated" } });
  expect(answer.headers["www-authenticate"]).toBe(`Bearer resource_metadata="${metadata}"`);
  expect(calls).toEqual([]);
});

test("refuses a service's token", async () => {
  const claims = { sub: "voice-agents", scope: "integrations/tokens" };
  expect(await sendMessage(call, { claims })).toMatchObject({ status: 403, json: { code: "forbidden" } });
});

test("tells the tools nothing of an administrator's rights", async () => {
  await sendMessage(call, { claims: { sub: "ada", org: "acme", roles: "admin", staff: "operator" } });
  await sendMessage(call);
  const [asAdmin, asUser] = calls.map(({ caller }) => Object.keys(caller));
  expect(asAdmin).toEqual(asUser);
});

test.each([
  "https://evil.example",
  "null",
  "https://app.example.com.evil.example",
  "http://app.example.com",
  "https://studio.example.com:8443",
  "",
])("refuses a page of %j", async (origin) => {
  expect(await sendMessage(call, { headers: { origin } })).toMatchObject({ status: 403, json: { code: "forbidden" } });
  expect(calls).toEqual([]);
});

test.each(["https://app.example.com", "https://studio.example.com"])("takes a page of %j", async (origin) => {
  expect(await sendMessage(call, { headers: { origin } })).toMatchObject({ status: 200 });
});

test.each(["evil.example", "app.example.com.evil.example", "app.example.com:8443", "127.0.0.1", ""])(
  "refuses the host %j",
  async (host) => {
    expect(await sendMessage(call, { headers: { host } })).toMatchObject({ status: 403, json: { code: "forbidden" } });
    expect(calls).toEqual([]);
  },
);

test.each(["APP.example.com", "localhost"])("takes its own host and that of the gateway: %s", async (host) => {
  expect(await sendMessage(call, { headers: { host } })).toMatchObject({ status: 200 });
});

test("refuses a thousand calls in one request, and makes none of them", async () => {
  const { json, status } = await sendMessage(Array.from({ length: 1000 }, () => call));
  expect({ status, code: json.code }).toEqual({ status: 400, code: "invalid_request" });
  expect(calls).toEqual([]);
});

test.each([[[]], [[call]], [[current("tools/list").body]]])("refuses a list of messages: %j", async (body) => {
  expect(await sendMessage(body)).toMatchObject({ status: 400, json: { code: "invalid_request" } });
});

test.each([260_000, 1_000_000, 5_000_000])("refuses an argument of %i characters", async (length) => {
  const large = earlier("tools/call", { name: "echo", arguments: { text: "x".repeat(length) } });
  expect(await sendMessage(large)).toMatchObject({ status: 400, json: { code: "invalid_request" } });
  expect(calls).toEqual([]);
});

test("takes an argument of 200,000 characters", async () => {
  const large = earlier("tools/call", { name: "echo", arguments: { text: "x".repeat(200_000) } });
  expect(await sendMessage(large)).toMatchObject({ status: 200 });
});

const nestObjects = (depth: number) =>
  `{"jsonrpc":"2.0","id":1,"method":"ping","params":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;

test.each([
  ["", 400],
  ["{", 400],
  ["7", 400],
  ["null", 400],
  ['"text"', 400],
  ["{}", 400],
  ['{"jsonrpc":"1.0","id":1,"method":"ping"}', 400],
  ['{"jsonrpc":"2.0","id":null,"method":"ping"}', 400],
  ['{"jsonrpc":"2.0","id":{},"method":"ping"}', 400],
  ['{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/list"}', 400],
  ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\\ud800"}}', 400],
  ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\\u0000"}}', 400],
  [nestObjects(60), 200],
  [nestObjects(64), 400],
  [nestObjects(20_000), 400],
])("answers the odd body %.60s with %i", async (body, status) => {
  const answer = await sendMessage(body);
  expect([answer.status, calls]).toEqual([status, []]);
  expect(JSON.stringify(answer.json)).not.toMatch(/at .*\(.*:\d+:\d+\)/);
});

test("refuses a header that no header can be", async () => {
  const headers = { "mcp-name": "echo\u{1f600}" };
  expect(await sendMessage(call, { headers })).toMatchObject({ status: 400, json: { code: "invalid_request" } });
});
