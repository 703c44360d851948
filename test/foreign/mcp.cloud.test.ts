// The protocol's own conformance suite, its inspector and its client for Python, against the MCP server as it is deployed.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, type TestContext, test } from "vitest";
import { localDirectory } from "../../infra/local/directories.ts";
import type { RunningServer } from "../../infra/local/http-server.ts";
import { preparePythonEnvironment } from "../../infra/local/python-environment.ts";
import { tokenFor } from "../support/api.ts";
import { cloud } from "../support/cloud.ts";
import { startBearerProxy } from "./support/bearer-proxy.ts";
import { resolveJudge } from "./support/load-judge.ts";
import { runJudge } from "./support/run-judge.ts";

const folder = import.meta.dirname;
const listed = ["query", "schema", "tables", "describe_table"];
const question = { query: "How many users are there?" };

let token: string;
let proxy: RunningServer;
beforeAll(async () => {
  token = await tokenFor({ sub: `judge-${crypto.randomUUID()}`, org: "acme" });
  proxy = await startBearerProxy(cloud().origin, token);
});
afterAll(() => proxy.close());

const getAddress = (server: { readonly url: string }) => new URL("/api/mcp", server.url).href;

/** The path of a command of an installed package. Without the package, the test is skipped. */
async function findCommand(name: string, command: string, { skip }: TestContext): Promise<string> {
  const manifest = await readFile(resolveJudge(join(name, "package.json")), "utf8").catch(() =>
    skip(`${name} is not there: npm test -- foreign installs it.`),
  );
  const { bin } = JSON.parse(manifest);
  return resolveJudge(join(name, typeof bin === "string" ? bin : bin[command]));
}

describe("the conformance suite passes", () => {
  test.for([
    ["2026-07-28", "http-header-validation", "14/14"],
    ["2026-07-28", "tools-list", "4/4"],
    // All but those of the expected failures, which need tools of the suite's own.
    ["2026-07-28", "server-stateless", "24/28"],
    ["2026-07-28", "dns-rebinding-protection", "2/2"],
    ["2025-11-25", "server-initialize", "2/2"],
    ["2025-11-25", "ping", "2/2"],
    ["2025-11-25", "tools-list", "3/3"],
    ["2025-11-25", "dns-rebinding-protection", "2/2"],
  ] as const)("%s %s: %s", async ([version, scenario, passed], context) => {
    const what = ["--spec-version", version, "--scenario", scenario, "--url", getAddress(proxy)];
    const known = ["--expected-failures", join(folder, "mcp-expected-failures.yml")];
    const suite = await findCommand("@modelcontextprotocol/conformance", "conformance", context);
    const { code, output, errors } = await runJudge(process.execPath, [suite, "server", ...what, ...known]);
    expect([code, /Passed: (\S+),/.exec(output)?.[1]], output + errors).toEqual([0, passed]);
  });
});

describe("the inspector, as docs/assistants.md says it is started,", () => {
  async function inspect(context: TestContext, args: readonly string[]) {
    const inspector = await findCommand("@modelcontextprotocol/inspector", "mcp-inspector", context);
    const target = ["--cli", getAddress({ url: cloud().origin }), "--transport", "http"];
    const all = [inspector, ...target, "--header", `authorization: Bearer ${token}`, ...args];
    const { code, output, errors } = await runJudge(process.execPath, all);
    return { code, json: code === 0 ? JSON.parse(output) : output, errors };
  }

  test("lists the tools and finds no error in their schemas", async (context) => {
    const { code, json, errors } = await inspect(context, ["--method", "tools/list", "--strict"]);
    expect(code, errors).toBe(0);
    expect(json.tools.slice(0, 4).map(({ name }: { name: string }) => name)).toEqual(listed);
  });

  test("calls a tool", async (context) => {
    const call = ["--method", "tools/call", "--tool-name", "query", "--tool-arg", `query=${question.query}`];
    const { code, json } = await inspect(context, call);
    expect([code, json]).toMatchObject([0, { structuredContent: { query: question.query } }]);
  });
});

describe("Python's client", () => {
  test.for([
    ["auto", "2026-07-28"],
    ["legacy", "2025-11-25"],
  ] as const)("lists and calls tools in the mode %s: %s", { timeout: 300_000 }, async ([mode, version], { skip }) => {
    const python = await preparePythonEnvironment(join(localDirectory, "mcp-client-venv"), process.env, {
      requirements: join(folder, "mcp-client.txt"),
      tool: "Python's MCP client",
    }).catch((error: Error) => skip(`Python's MCP client cannot be installed: ${error.message}`));
    const calls = [`query=${JSON.stringify(question)}`, 'describe_table={"table":"users"}'];
    const script = [join(folder, "mcp-client.py"), getAddress({ url: cloud().origin }), mode, ...calls];
    const { code, output, errors } = await runJudge(python, script, { TOKEN: token });
    expect(code, errors).toBe(0);
    const got = JSON.parse(output);
    expect(got).toMatchObject({
      version,
      results: {
        query: { isError: false, structured: { query: question.query } },
        describe_table: { structured: { name: "users" } },
      },
    });
    expect(got.tools.slice(0, 4)).toEqual(listed);
  });
});
