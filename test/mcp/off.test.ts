import "../http/lambda-environment.ts";
import type { Context } from "aws-lambda";
import { expect, test } from "vitest";
import { handler } from "../../functions/mcp/off.ts";
import { httpEvent } from "../support/events.ts";

async function call(on: string, body?: unknown, claims: Record<string, unknown> | undefined = { sub: "ada" }) {
  const event = httpEvent({ on, body, ...(claims.sub === "nobody" ? {} : { claims }) });
  const answer = await handler(event, {} as Context);
  return { status: answer.statusCode, json: JSON.parse(answer.body ?? "null") };
}

const off = { status: 503, json: { code: "not_configured", message: expect.stringMatching(/ are off\./) } };

test("lists no tools and says that none can be used", async () => {
  expect(await call("GET /api/mcp/tools")).toEqual({ status: 200, json: { tools: {}, available: false } });
});

test.each(["POST /api/mcp/query", "POST /api/mcp"])("says at %s that it is off", async (on) => {
  expect(await call(on, { query: "How many users?" })).toMatchObject(off);
});

test.each([
  undefined,
  {},
  { query: "" },
  { query: 7 },
  { query: ["a"] },
  { query: "q".repeat(5001) },
  [],
  "{",
  { question: "How many users?" },
])("refuses the malformed query %j as when it is on", async (body) => {
  expect(await call("POST /api/mcp/query", body)).toMatchObject({ status: 400, json: { code: "invalid_request" } });
});

test("takes a query of 5,000 characters", async () => {
  expect(await call("POST /api/mcp/query", { query: "q".repeat(5000) })).toMatchObject(off);
});

test("refuses a user who clears the cache, and tells an administrator that it is off", async () => {
  expect(await call("POST /api/mcp/cache/clear")).toMatchObject({ status: 403, json: { code: "forbidden" } });
  expect(await call("POST /api/mcp/cache/clear", undefined, { sub: "ada", org: "acme", roles: "admin" })).toMatchObject(
    off,
  );
});

test.each(["POST /api/mcp/query", "GET /api/mcp/tools", "POST /api/mcp/cache/clear", "POST /api/mcp"])(
  "asks who is calling before anything else: %s",
  async (on) => {
    expect((await call(on, undefined, { sub: "nobody" })).status).toBe(401);
  },
);
