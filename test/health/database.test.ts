// The database's line of the deep health check: from the Lambda beside the database to the answer.
import { afterEach, expect, test, vi } from "vitest";
import { invokeLambda } from "../../lib/aws/invoke-lambda.ts";
import { probeDatabaseLambda } from "../../lib/health/database.ts";
import { type Database, DatabaseError } from "../../lib/mcp/database/port.ts";
import { probeDatabase } from "../../lib/mcp/probe-database.ts";
import { json, type Play, startTestServer } from "../support/test-server.ts";

afterEach(() => void vi.unstubAllEnvs());

const on = async () => ({ isOn: true, isCaching: true });

const createDatabase = (probe: () => Promise<void>): Database => ({ probe, query: () => Promise.reject(new Error()) });

test("a database that answers is ok, with its latency", async () => {
  const open = () => createDatabase(async () => undefined);
  expect(await probeDatabase(on, open)).toEqual({ state: "ok", latencyMs: expect.any(Number) });
});

test("a database that does not is failed, with the reason", async () => {
  const open = () => createDatabase(() => Promise.reject(new DatabaseError("unreachable")));
  expect(await probeDatabase(on, open)).toEqual({
    state: "failed",
    latencyMs: expect.any(Number),
    reason: "unreachable",
  });
});

test("a database that is switched off is not asked", async () => {
  const open = vi.fn<() => Database>();
  expect(await probeDatabase(async () => ({ isOn: false, isCaching: true }), open)).toEqual({ state: "off" });
  expect(open).not.toHaveBeenCalled();
});

test.each([
  [{ state: "ok", latencyMs: 7 }, [{ name: "database", ok: true, latencyMs: 7 }]],
  [{ state: "failed", latencyMs: 5000, reason: "unreachable" }, [{ name: "database", ok: false, latencyMs: 5000 }]],
  [{ state: "off" }, []],
  [null, [{ name: "database", ok: false, latencyMs: expect.any(Number) }]],
])("the health check shows %j as %j", async (answer, lines) => {
  expect(await probeDatabaseLambda("probe", async () => answer)).toEqual(lines);
});

test("the health check shows a database whose Lambda cannot be called as failed, and none where none is configured", async () => {
  const refuse = () => Promise.reject(new Error("AccessDeniedException"));
  expect(await probeDatabaseLambda("probe", refuse)).toMatchObject([{ name: "database", ok: false }]);
  expect(await probeDatabaseLambda("", refuse)).toEqual([]);
});

async function callLambda(play: Play) {
  const asked: unknown[] = [];
  const server = await startTestServer((response, request) => {
    const [, scope] = /\/\d{8}\/([^,]+),/.exec(request.headers.authorization ?? "") ?? [];
    asked.push([request.method, request.path, scope]);
    play(response, request);
  });
  const env = { AWS_ENDPOINT_URL: server.url, AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "AKIAEXAMPLE" };
  const answer = await invokeLambda("patchbay-test-mcp-probe-database", 1000, { env }).catch(
    (error: Error) => error.message,
  );
  await server.close();
  return { answer, asked };
}

test("a Lambda is called by its name, signed, and its answer read", async () => {
  const { answer, asked } = await callLambda(json({ state: "ok" }));
  expect(answer).toEqual({ state: "ok" });
  const path = "/2015-03-31/functions/patchbay-test-mcp-probe-database/invocations";
  expect(asked).toEqual([["POST", path, "eu-central-1/lambda/aws4_request"]]);
});

test("a Lambda that failed or may not be called is an error without its words", async () => {
  const crash: Play = (response) => {
    response.writeHead(200, { "x-amz-function-error": "Unhandled" });
    response.end('{"errorMessage":"a secret"}');
  };
  expect((await callLambda(crash)).answer).toBe("The Lambda patchbay-test-mcp-probe-database answered Unhandled.");
  expect((await callLambda(json({ message: "no" }, 403))).answer).toBe(
    "The Lambda patchbay-test-mcp-probe-database answered 403.",
  );
});
