import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import type { Dependencies } from "../../lib/connections/dependencies.ts";
import { ProviderError } from "../../lib/http/provider-error.ts";
import { toItem } from "../../lib/store/item.ts";
import { type Item, key } from "../../lib/store/table.ts";
import { aConnection } from "../support/a-connection.ts";
import { createAcme } from "../support/acme-provider.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { openVault } from "../support/open-vault.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
const { callRevalidated } = await import("../../lib/provider-client/revalidate.ts");
type AskProvider = Parameters<typeof callRevalidated>[2]["ask"];
afterAll(() => aws.close());

const start = 1_800_000_000;
let clock = start;
let row: Item;
const kept = new Map<string, unknown>();
const connect = (change: Parameters<typeof aConnection>[0] = {}) => {
  const connection = aConnection({ lastUsed: start + 100_000, ...change });
  row = { ...key.connection(connection, "acme", connection.id), ...toItem(connection) };
};

beforeEach(() => {
  clock = start;
  kept.clear();
  connect();
  aws.forget();
  aws.on("PutItem", ({ Item }) => {
    const { sk } = Item as { sk: { S: string } };
    kept.set(sk.S, Item);
    return json({});
  });
  aws.on("BatchGetItem", ({ RequestItems }) => {
    const { transient } = RequestItems as { transient: { Keys: [{ sk: { S: string } }] } };
    const found = kept.get(transient.Keys[0].sk.S);
    const connections = [{ ...row, tokens: tokens }];
    return json({ Responses: { connections, transient: found === undefined ? [] : [found] }, UnprocessedKeys: {} });
  });
});
const tokens = { M: { default: { M: { access: { B: "AQ==" }, issuedAt: { N: String(start) } } } } };

const dependencies = (): Dependencies => ({
  now: () => clock,
  fetch,
  vault: { ...openVault, unseal: async () => "t-1" },
});
const request = {
  user: { tenant: "c#tenant-1", user: "ada", isAdmin: false, isStageAdmin: false, name: undefined },
  origin: { ip: "127.0.0.1", requestId: "r-1" },
  account: aConnection().id,
};
const schema = z.object({ items: z.array(z.number()) });
const answer = { items: [1, 2] };
const provider = createAcme("https://acme.example.com");

/** Makes a call. @returns its result, the ETags it sent, and its AWS calls */
async function call(ask: (etag: string | undefined) => ReturnType<AskProvider>, target = "/items?page=1") {
  const etags: (string | undefined)[] = [];
  const from = aws.calls.length;
  const countedAsk: AskProvider = (_, etag) => {
    etags.push(etag);
    return ask(etag);
  };
  const options = { target, schema, ask: countedAsk as never };
  const came = await callRevalidated(provider, request, options, dependencies()).catch((error: unknown) => error);
  return { came, etags, made: aws.calls.slice(from).map(({ operation }) => operation) };
}

const fresh = async () => ({ answer, etag: 'W/"1"' });
const answerUnchanged = async () => "unchanged" as const;

test("a first answer is one read and one write", async () => {
  expect(await call(fresh)).toEqual({ came: answer, etags: [undefined], made: ["BatchGetItem", "PutItem"] });
});

test("an unchanged answer is one read and no write", async () => {
  await call(fresh);
  expect(await call(answerUnchanged)).toEqual({ came: answer, etags: ['W/"1"'], made: ["BatchGetItem"] });
});

test("a changed answer replaces the cached one", async () => {
  await call(fresh);
  const changed = { items: [3] };
  expect((await call(async () => ({ answer: changed, etag: 'W/"2"' }))).came).toEqual(changed);
  expect(await call(answerUnchanged)).toMatchObject({ came: changed, etags: ['W/"2"'] });
});

test.each([
  ["none", null],
  ["an endless one", `"${"e".repeat(600)}"`],
])("an answer with %s for an ETag is not kept", async (_, etag) => {
  expect((await call(async () => ({ answer, etag }))).made).toEqual(["BatchGetItem"]);
});

test("each target has an entry of its own, under a name that a sort key can hold", async () => {
  const long = `/items?path=${"x".repeat(3000)}`;
  await call(fresh, long);
  expect((await call(fresh, "/items?page=2")).etags).toEqual([undefined]);
  expect((await call(answerUnchanged, long)).etags).toEqual(['W/"1"']);
  for (const name of kept.keys()) expect(Buffer.byteLength(name)).toBeLessThan(100);
});

test("a cached answer is not served when the provider fails", async () => {
  await call(fresh);
  const broken = async () => Promise.reject(new ProviderError({ kind: "transient", code: "http_503" }));
  expect((await call(broken)).came).toMatchObject({ code: "provider_unavailable" });
});

test('"unchanged" to a request that asked for everything is no answer', async () => {
  expect((await call(answerUnchanged)).came).toMatchObject({ code: "provider_error" });
});

test.each([
  ["of another consent", () => connect({ scopes: ["read", "write"] })],
  ["connected anew", () => connect({ connectedAt: start + 5 })],
])("what was kept for a connection %s is asked for in full", async (_, change) => {
  await call(fresh);
  change();
  expect((await call(fresh)).etags).toEqual([undefined]);
});

test("a cached answer is valid for a day", async () => {
  await call(fresh);
  clock = start + 24 * 3600 - 1;
  expect((await call(answerUnchanged)).etags).toEqual(['W/"1"']);
  clock += 2;
  expect((await call(fresh)).etags).toEqual([undefined]);
});

test("a cached answer that does not match the schema is requested in full", async () => {
  await call(async () => ({ answer: { items: "none" } as never, etag: 'W/"1"' }));
  expect((await call(fresh)).etags).toEqual([undefined]);
});

test("an answer that cannot be kept is served all the same", async () => {
  aws.on("PutItem", () => awsError("ValidationException"));
  expect((await call(fresh)).came).toEqual(answer);
});
