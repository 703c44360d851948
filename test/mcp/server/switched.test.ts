// The server and the list of its tools, as the stage's file and the operator's switches say.
import "../../http/lambda-environment.ts";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { lambdaContext } from "../../http/lambda-context.ts";
import { awsError, startAwsStandIn } from "../../support/aws-stand-in.ts";
import { httpEvent } from "../../support/events.ts";
import { json, startTestServer } from "../../support/test-server.ts";
import { earlier } from "./support/stand-in-server.ts";

const [aws, ourselves, folder] = await Promise.all([
  startAwsStandIn(),
  startTestServer(),
  mkdtemp(join(tmpdir(), "patchbay-")),
]);
afterAll(() => Promise.all([aws.close(), ourselves.close(), rm(folder, { recursive: true })]));

const file = join(folder, "mcp.json");
const columns = { id: { type: "integer" }, name: { type: "text", about: "As they write it." } };
await writeFile(
  file,
  JSON.stringify({
    tables: { users: { about: "People.", columns } },
    questions: {},
    connection: { adapter: "pg", host: "db.internal.example", port: 5432, database: "hidden_name" },
    limits: { rows: 500, seconds: 5, bytes: 1_000_000 },
  }),
);
Object.assign(process.env, { ALLOWED_ORIGINS: "[]", PUBLIC_BASE_URL: ourselves.url });

const store = (switches: object) =>
  aws.on("GetSecretValue", ({ SecretId }) =>
    SecretId === "patchbay/test/mcp"
      ? json({ SecretString: JSON.stringify({ current: JSON.stringify(switches) }) })
      : awsError("AccessDeniedException"),
  );
const on = { autoConnect: true, postgres: true, caching: true };

beforeEach(() => {
  process.env.MCP_SETTINGS = file;
  store(on);
});

const ada = { sub: "ada", org: "acme" };

/** Calls a Lambda that has just started. */
async function call(on: string, body?: unknown, headers: Record<string, string> = {}) {
  vi.resetModules();
  const isList = on.endsWith("/tools");
  const { handler } = await (isList
    ? import("../../../functions/mcp/list-tools.ts")
    : import("../../../functions/mcp/server.ts"));
  const host = new URL(ourselves.url).host;
  const answer = await handler(httpEvent({ on, body, claims: ada, headers: { host, ...headers } }), lambdaContext);
  return { status: answer.statusCode, json: JSON.parse(answer.body ?? "null"), headers: answer.headers };
}

const listed = ["query", "schema", "tables", "describe_table"];
const names = (tools: readonly { name: string }[]) => tools.map(({ name }) => name);

test("lists the same tools over HTTP and as an MCP server, and nothing of where the database is", async () => {
  const [overHttp, asServer] = [await call("GET /api/mcp/tools"), await call("POST /api/mcp", earlier("tools/list"))];
  expect(overHttp).toMatchObject({ status: 200, json: { available: true } });
  expect(names(overHttp.json.tools.postgres)).toEqual(listed);
  expect(Object.keys(overHttp.json.tools.postgres[0])).toEqual(["name", "description", "inputSchema"]);
  expect(names(asServer.json.result.tools)).toEqual(listed);
  expect(asServer.json.result.tools).toEqual(
    overHttp.json.tools.postgres.map((tool: object) => expect.objectContaining(tool)),
  );
  const schema = await call("POST /api/mcp", earlier("tools/call", { name: "schema", arguments: {} }));
  expect(schema.json.result.structuredContent.tables[0].name).toBe("users");
  expect(JSON.stringify([overHttp.json, asServer.json, schema.json])).not.toMatch(/db\.internal|hidden_name|5432/);
});

test("asks a question at our own endpoint with the caller's token", async () => {
  const rows = { ...{ query: "?", results: [], columns: [], executedAt: "2026-07-28T10:00:00.000Z" }, cached: false };
  ourselves.play = json({ ...rows, source: "fallback-sql", sql: "SELECT 1" });
  const question = earlier("tools/call", { name: "query", arguments: { query: "How many users?" } });
  const { json: answered } = await call("POST /api/mcp", question, { "x-tenant-id": "acme" });
  expect(answered.result.structuredContent.sql).toBe("SELECT 1");
  const { method, path, body, headers } = ourselves.requests.at(-1) ?? {};
  expect({ method, path, body }).toEqual({
    method: "POST",
    path: "/api/mcp/query",
    body: '{"query":"How many users?"}',
  });
  const [, payload = ""] = String(headers?.authorization).split(".");
  expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject(ada);
  expect(headers?.["x-tenant-id"]).toBe("acme");
});

test.each([
  ["the operator has not switched it on", () => store({ ...on, postgres: false })],
  ["nothing is written about it", () => aws.on("GetSecretValue", () => awsError("ResourceNotFoundException"))],
  [
    "the stage has no database",
    () => {
      Reflect.deleteProperty(process.env, "MCP_SETTINGS");
    },
  ],
])("is off where %s", async (_, arrange) => {
  arrange();
  expect(await call("GET /api/mcp/tools")).toMatchObject({ status: 200, json: { tools: {}, available: false } });
  const answer = await call("POST /api/mcp", earlier("tools/list"));
  expect(answer).toMatchObject({
    status: 503,
    json: { code: "not_configured", message: expect.stringMatching(/ is off\./) },
  });
  expect(await call("GET /api/mcp")).toMatchObject({ status: 405, headers: { allow: "POST" } });
});

test("is neither on nor off while nobody knows", async () => {
  aws.on("GetSecretValue", () => awsError("InternalServiceError", 500));
  for (const [on, body] of [["GET /api/mcp/tools"], ["POST /api/mcp", earlier("tools/list")]] as const)
    expect(await call(on, body)).toMatchObject({ status: 503, json: { code: "provider_unavailable" } });
});

test("needs no secret where the stage has no database", async () => {
  Reflect.deleteProperty(process.env, "MCP_SETTINGS");
  aws.on("GetSecretValue", () => awsError("AccessDeniedException"));
  expect(await call("GET /api/mcp/tools")).toMatchObject({ status: 200 });
});

test.each(["POST /api/mcp", "GET /api/mcp", "DELETE /api/mcp", "GET /api/mcp/tools"])(
  "asks who is calling before anything else: %s",
  async (on) => {
    const answer = await call(on, earlier("tools/list"), { authorization: "" });
    expect(answer.status).toBe(401);
    expect(answer.headers?.["www-authenticate"]).toMatch(/^Bearer/);
  },
);
