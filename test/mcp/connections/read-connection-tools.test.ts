import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { writeConnectionTools } from "../../../infra/bundle/connection-tools.ts";
import { planLambda } from "../../../infra/lambda-plan.ts";
import type { Route } from "../../../infra/route.ts";
import { readConnectionTools } from "../../../lib/mcp/connections/read-connection-tools.ts";
import type { CallEndpoint } from "../../../lib/mcp/tools/tool.ts";
import { account } from "../../infra/support/expansion.ts";
import { exampleStage } from "../../infra/support/synthesized.ts";
import { readThing, sendThing } from "./support/example-tools.ts";

const refuse: CallEndpoint = () => Promise.reject(new Error("nobody calls"));

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "connection-tools-"));
  await writeFile(join(folder, "connection-tools.json"), JSON.stringify([readThing, sendThing]));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => {
  delete process.env.MCP_CONNECTIONS;
});

const readNames = (mode: string | undefined): string[] => {
  if (mode !== undefined) process.env.MCP_CONNECTIONS = mode;
  return readConnectionTools(refuse, pathToFileURL(join(folder, "index.mjs")).href).map(({ name }) => name);
};

test.each([
  [undefined, []],
  ["", []],
  ["yes", []],
  ["WRITE", []],
  ["read", ["acme_read_thing"]],
  ["write", ["acme_read_thing", "acme_send_thing"]],
])("a Lambda with MCP_CONNECTIONS=%s has the tools %j", (mode, names) => {
  expect(readNames(mode)).toEqual(names);
});

test("reads no file where the stage has not switched them on", () => {
  expect(readConnectionTools(refuse, "file:///nowhere/index.mjs")).toEqual([]);
});

const row: Route = { on: "POST /x", run: "x", caller: "user", perSecond: 1, permissions: ["assistants:configure"] };

test.each([
  [undefined, undefined],
  [{}, undefined],
  [{ connections: "read" as const }, "read"],
  [{ connections: "write" as const }, "write"],
])("a stage with mcp %j gives its server MCP_CONNECTIONS=%s, and no right", (mcp, mode) => {
  const plan = planLambda(row, { config: { ...exampleStage, mcp }, place: account });
  expect(plan.environment.MCP_CONNECTIONS).toBe(mode);
  expect(plan.statements).toEqual(
    planLambda({ ...row, permissions: [] }, { config: exampleStage, place: account }).statements,
  );
});

test("the build writes the file where the server reads it", async () => {
  await writeConnectionTools(folder);
  process.env.MCP_CONNECTIONS = "write";
  const tools = readConnectionTools(refuse, pathToFileURL(join(folder, "mcp/server/index.mjs")).href);
  expect(tools.map(({ name }) => name)).toContain("integrations_list");
});
