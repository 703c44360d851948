// The MCP server takes only tokens that name it as their audience.
import { afterAll, expect, test } from "vitest";
import { lambdaContext } from "../http/lambda-context.ts";
import { authorize, closeStandIns, signIdp, signLegacy, signOld } from "./support/several-issuers.ts";

const { handler } = await import("../../functions/mcp/off.ts");
const { handler: server } = await import("../../functions/mcp/server.ts");

afterAll(closeStandIns);

async function call(on: string, token: Promise<string>) {
  const { event } = await authorize(await token, { on });
  const { statusCode, headers } = await handler({ ...event, body: JSON.stringify({ query: "a" }) }, lambdaContext);
  return [statusCode, headers?.["www-authenticate"]];
}

test.each([
  ["old", signOld],
  ["legacy", signLegacy],
] as const)("refuses a token without one: %s", async (_, sign) => {
  expect(await call("POST /api/mcp", sign())).toEqual([401, "Bearer"]);
});

test.each([
  ["old", signOld],
  ["legacy", signLegacy],
] as const)("refuses it where the server is on, too, and says where another comes from: %s", async (_, sign) => {
  const { event } = await authorize(await sign(), { on: "POST /api/mcp" });
  const { statusCode, headers } = await server(event, lambdaContext);
  expect(statusCode).toBe(401);
  expect(headers?.["www-authenticate"]).toBe(
    'Bearer resource_metadata="https://app.example.com/.well-known/oauth-protected-resource/api/mcp"',
  );
});

test("takes it at the endpoints of the earlier server", async () => {
  expect(await call("POST /api/mcp/query", signOld())).toEqual([503, undefined]);
  expect(await call("GET /api/mcp/tools", signLegacy())).toEqual([200, undefined]);
});

test("takes a token with one", async () => {
  expect(await call("POST /api/mcp", signIdp())).toEqual([503, undefined]);
});
