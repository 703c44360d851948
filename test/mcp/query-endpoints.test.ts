// The endpoints of questions while the stage has a database: switched on, and switched off again.
import "../http/lambda-environment.ts";
import type { Context } from "aws-lambda";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { useMemoryTables } from "../crm/support/memory-tables.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { httpEvent } from "../support/events.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
const off = await import("../../functions/mcp/off.ts");
afterAll(() => aws.close());

interface Switches {
  readonly autoConnect?: boolean;
  readonly postgres?: boolean;
}

/** New modules, as in a new container: what is switched is remembered for a while. */
async function start(switches: Switches | undefined) {
  vi.resetModules();
  aws.forget();
  const tables = useMemoryTables(aws);
  const secret = { current: JSON.stringify({ caching: true, ...switches }) };
  aws.on("GetSecretValue", ({ SecretId }) =>
    switches !== undefined && String(SecretId).endsWith("/mcp")
      ? json({ SecretString: JSON.stringify(secret) })
      : awsError("ResourceNotFoundException"),
  );
  const [query, clear] = [
    await import("../../functions/mcp/query.ts"),
    await import("../../functions/mcp/clear-cache.ts"),
  ];
  const handlers = { "POST /api/mcp/query": query.handler, "POST /api/mcp/cache/clear": clear.handler };
  const call = async (
    on: keyof typeof handlers,
    body?: unknown,
    claims: Record<string, unknown> = { sub: "ada", org: "acme" },
  ) => {
    const answer = await handlers[on](httpEvent({ on, body, claims }), {} as Context);
    const { "x-request-id": _, ...headers } = answer.headers ?? {};
    return { status: answer.statusCode, headers, json: JSON.parse(answer.body ?? "null") };
  };
  return { call, tables };
}

async function callOff(on: string, body?: unknown, claims: Record<string, unknown> = { sub: "ada", org: "acme" }) {
  const answer = await off.handler(httpEvent({ on, body, claims }), {} as Context);
  const { "x-request-id": _, ...headers } = answer.headers ?? {};
  return { status: answer.statusCode, headers, json: JSON.parse(answer.body ?? "null") };
}

const withoutId = ({ json: { requestId: _, ...rest }, ...answer }: Awaited<ReturnType<typeof callOff>>) => ({
  ...answer,
  json: rest,
});
const boss = { sub: "boss", org: "acme", roles: "admin" };

describe("switched off, the endpoints answer as in a stage without a database", () => {
  const states: [string, Switches | undefined][] = [
    ["by nobody's having switched it on", undefined],
    ["by MCP_AUTO_CONNECT", { autoConnect: false, postgres: true }],
    ["by MCP_POSTGRES_ENABLED", { autoConnect: true, postgres: false }],
  ];

  test.each(states)("%s", async (_, switches) => {
    const { call, tables } = await start(switches);
    const calls = [
      ["POST /api/mcp/query", { query: "How many users?" }],
      ["POST /api/mcp/query", { query: "" }],
      ["POST /api/mcp/query", { query: "q".repeat(5001) }],
      ["POST /api/mcp/query", {}],
      ["POST /api/mcp/cache/clear", undefined],
      ["POST /api/mcp/cache/clear", undefined, boss],
    ] as const;
    for (const [on, body, claims] of calls) {
      const answer = withoutId(await call(on, body, claims));
      expect({ on, body, ...answer }).toEqual({ on, body, ...withoutId(await callOff(on, body, claims)) });
    }
    expect([...tables.rows.keys()]).toEqual([]);
  });
});

describe("switched on", () => {
  const on = { autoConnect: true, postgres: true };
  let endpoints: Awaited<ReturnType<typeof start>>;
  beforeEach(async () => {
    endpoints = await start(on);
  });

  test.each([undefined, {}, { query: "" }, { query: 7 }, { query: ["a"] }, { query: "q".repeat(5001) }, [], "{"])(
    "the malformed question %j is refused, and counted",
    async (body) => {
      const answer = await endpoints.call("POST /api/mcp/query", body);
      expect(answer).toMatchObject({ status: 400, json: { code: "invalid_request" } });
      expect(answer.json.message).not.toMatch(/expected|zod|received/i);
      expect(endpoints.tables.list("counter#")).toHaveLength(1);
    },
  );

  test("a user clears nothing, an administrator their tenant's answers, and that is in the audit", async () => {
    expect(await endpoints.call("POST /api/mcp/cache/clear")).toMatchObject({
      status: 403,
      json: { code: "forbidden" },
    });
    expect(await endpoints.call("POST /api/mcp/cache/clear", undefined, boss)).toMatchObject({
      status: 200,
      json: { success: true },
    });
    expect(endpoints.tables.list("audit#")).toMatchObject([
      { action: { S: "answers_forgotten" }, actor: { S: "boss" } },
    ]);
  });

  test("an administrator without a tenant clears what is their own", async () => {
    const claims = { sub: "solo", roles: "admin" };
    expect((await endpoints.call("POST /api/mcp/cache/clear", undefined, claims)).status).toBe(200);
    expect(endpoints.tables.list("audit#u%23solo#")).toHaveLength(1);
  });

  test("nobody is answered while the counter cannot be reached", async () => {
    aws.on("UpdateItem", () => awsError("InternalServerError", 500));
    const answer = await endpoints.call("POST /api/mcp/query", { query: "How many users?" });
    expect(answer).toMatchObject({ status: 503, json: { code: "provider_unavailable" } });
    expect(endpoints.tables.list("audit#")).toEqual([]);
  });
});
