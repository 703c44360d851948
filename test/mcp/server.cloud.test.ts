// The MCP server as it is deployed, for the official clients and for requests made by hand.
import { request } from "node:http";
import { json } from "node:stream/consumers";
import {
  Client,
  discoverOAuthProtectedResourceMetadata as discover,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { discoverOAuthProtectedResourceMetadata as discoverBefore } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client as EarlierClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as EarlierTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { beforeAll, expect, test } from "vitest";
import { createBrowser, tokenFor } from "../support/api.ts";
import { cloud } from "../support/cloud.ts";

const name = { name: "test", version: "1.0.0" };
const person = { sub: `assistant-${crypto.randomUUID()}`, org: "acme" };
const listed = ["query", "schema", "tables", "describe_table"];
const question = { query: "How many users are there?" };

let token: string;
beforeAll(async () => {
  token = await tokenFor(person);
});

const getAddress = () => new URL("/api/mcp", cloud().origin);
const asBearer = (bearer = token) => ({ requestInit: { headers: { authorization: `Bearer ${bearer}` } } });

async function connectEarlier(bearer?: string): Promise<EarlierClient> {
  const client = new EarlierClient(name);
  // Its types are not made for `exactOptionalPropertyTypes`.
  await client.connect(new EarlierTransport(getAddress(), asBearer(bearer)) as Parameters<typeof client.connect>[0]);
  return client;
}

async function connect(mode: "auto" | "legacy"): Promise<Client> {
  const client = new Client(name, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(getAddress(), asBearer()));
  return client;
}

const names = ({ tools }: { tools: readonly { name: string }[] }) => tools.map((tool) => tool.name);

test.each([
  ["the SDK before", () => connectEarlier()],
  ["today's client, 2026-07-28", () => connect("auto")],
  ["today's client, 2025-11-25", () => connect("legacy")],
] as const)("%s lists and calls tools", async (_, open) => {
  const client: EarlierClient | Client = await open();
  const tools = names(await client.listTools());
  expect(tools.slice(0, listed.length)).toEqual(listed);
  const tables = await client.callTool({ name: "tables", arguments: {} });
  expect(tables.structuredContent).toMatchObject({ tables: [{ name: "users" }, {}, {}, {}, {}] });
  const users = await client.callTool({ name: "describe_table", arguments: { table: "users" } });
  expect(JSON.stringify(users)).not.toMatch(/\borg\b|app\.users/);
  await client.close();
});

test("answers a question as the endpoint does, with the same limit, cache and rows", async () => {
  const user = createBrowser(token);
  const overHttp = await user.post("/api/mcp/query", question);
  expect(overHttp).toMatchObject({ status: 200, json: { cached: false } });
  const client = await connectEarlier();
  const asTool = await client.callTool({ name: "query", arguments: question });
  await client.close();
  expect(asTool.structuredContent).toEqual({ ...Object(overHttp.json), cached: true });
});

test("shows another tenant's person other rows", async () => {
  const globex = await connectEarlier(await tokenFor({ sub: person.sub, org: "globex" }));
  const acme = await connectEarlier();
  const [here, there] = await Promise.all(
    [acme, globex].map((client) => client.callTool({ name: "query", arguments: question })),
  );
  expect(there?.isError).toBeFalsy();
  expect(Object(there?.structuredContent).results).not.toEqual(Object(here?.structuredContent).results);
  await Promise.all([acme.close(), globex.close()]);
});

test("counts an assistant's questions with those over HTTP", async () => {
  const bearer = await tokenFor({ sub: `asks-a-lot-${crypto.randomUUID()}`, org: "acme" });
  const [user, client] = [createBrowser(bearer), await connectEarlier(bearer)];
  for (let asked = 0; asked < 15; asked++) await user.post("/api/mcp/query", question);
  const answers: Awaited<ReturnType<typeof client.callTool>>[] = [];
  // A minute may end meanwhile, and its count with it.
  while (answers.length < 60 && !answers.at(-1)?.isError)
    answers.push(await client.callTool({ name: "query", arguments: question }));
  expect(answers.length).toBeGreaterThan(15);
  expect(JSON.stringify(answers.at(-1)?.content)).toMatch(/code: rate_limited.*retryAfterSeconds: \d+/);
  await client.close();
});

test("gives an administrator the tools of any user", async () => {
  const admin = await connectEarlier(await tokenFor({ ...person, role: "admin" }));
  const user = await connectEarlier();
  expect(await admin.listTools()).toEqual(await user.listTools());
  await Promise.all([admin.close(), user.close()]);
});

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

const list = { jsonrpc: "2.0", id: 1, method: "tools/list" };

/** By hand, since `fetch` sets the Host itself. */
function send({
  method = "POST",
  headers = {},
  body = list,
}: Sent): Promise<{ status?: number; json: unknown; headers: object }> {
  const all = {
    ...{ authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...{ accept: "application/json, text/event-stream", ...headers },
  };
  return new Promise((resolve, reject) => {
    const sent = request(getAddress(), { method, headers: all }, async (answer) => {
      const { statusCode: status, headers } = answer;
      resolve({ ...(status && { status }), headers, json: await json(answer).catch(() => undefined) });
    });
    sent.on("error", reject);
    sent.end(method === "POST" ? JSON.stringify(body) : undefined);
  });
}

test.each([
  ["Origin", { origin: "https://evil.example" }],
  ["Origin null", { origin: "null" }],
  ["Host", { host: "evil.example" }],
])("refuses a foreign %s", async (_, headers) => {
  expect(await send({ headers })).toMatchObject({ status: 403, json: { code: "forbidden" } });
});

test("takes its own page", async () => {
  expect(await send({ headers: { origin: cloud().origin } })).toMatchObject({ status: 200 });
});

test("refuses a thousand calls at once, and an argument of 1 MB", async () => {
  expect(await send({ body: Array(1000).fill(list) })).toMatchObject({ status: 400 });
  const call = {
    ...list,
    method: "tools/call",
    params: { name: "query", arguments: { query: "x".repeat(1_000_000) } },
  };
  expect(await send({ body: call })).toMatchObject({ status: 400 });
});

test("has no streams and no sessions", async () => {
  for (const method of ["GET", "DELETE"])
    expect(await send({ method })).toMatchObject({ status: 405, headers: { allow: "POST" } });
});

test.each([
  ["another audience", { audience: "somebody-else" }],
  ["no life left", { expiresIn: -120 }],
])("refuses a token with %s", async (_, options) => {
  const authorization = `Bearer ${await tokenFor(person, options)}`;
  // The gateway's own answer where it checks the tokens itself, so it does not say where they come from.
  expect(await send({ headers: { authorization } })).toMatchObject({ status: 401 });
});

test("refuses a service's token", async () => {
  const claims = { client_id: "voice-agents", scope: "integrations/tokens" };
  const authorization = `Bearer ${await tokenFor({ sub: "voice-agents" }, { claims })}`;
  expect(await send({ headers: { authorization } })).toMatchObject({ status: 403 });
});

test("is found by a client that knows only its address", async () => {
  const found = { resource: getAddress().href, authorization_servers: [cloud().issuer] };
  expect(await discoverBefore(getAddress())).toMatchObject(found);
  expect(await discover(getAddress())).toMatchObject(found);
  const atRoot = await fetch(`${cloud().origin}/.well-known/oauth-protected-resource`);
  expect(atRoot.headers.get("cache-control")).toBe("public, max-age=3600");
  expect(await atRoot.json()).toMatchObject(found);
});
