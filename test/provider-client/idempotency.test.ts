import "../http/lambda-environment.ts";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import type { RequestIdentity } from "../../lib/http/endpoint.ts";
import type { Response } from "../../lib/http/response.ts";
import { createAcme } from "../support/acme-provider.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { openVault } from "../support/open-vault.ts";
import { json, type Play } from "../support/test-server.ts";

const aws = await startAwsStandIn();
const { withIdempotencyKey } = await import("../../lib/provider-client/idempotency.ts");
afterAll(() => aws.close());

let clock = 1_800_000_000;
const provider = createAcme("https://acme.example.com");
const once = withIdempotencyKey(provider, () => ({ now: () => clock, vault: openVault }));

type Row = Record<string, { S?: string; N?: string; B?: string }>;
const rows = new Map<string, Row>();

beforeEach(() => {
  clock = 1_800_000_000;
  rows.clear();
  aws.forget();
  aws.on("PutItem", ({ Item }) => put(Item as Row));
  aws.on("UpdateItem", (input) => update(input as unknown as Update));
});

const getRowName = ({ pk, sk }: Row) => `${pk?.S} ${sk?.S}`;

function put(item: Row): Play {
  const before = rows.get(getRowName(item));
  if (before !== undefined && Number(before.expiresAt?.N) > clock) {
    return json({ __type: "ConditionalCheckFailedException", message: "", Item: before }, 400);
  }
  rows.set(getRowName(item), item);
  return json({});
}

interface Update {
  readonly Key: Row;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Row;
}

function update({ Key, ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Update): Play {
  const row = rows.get(getRowName(Key));
  if (row === undefined || row.claim?.S !== values[":mine"]?.S) return awsError("ConditionalCheckFailedException");
  for (const [mark, name] of Object.entries(names)) {
    const value = values[mark.replace("#", ":")];
    if (value !== undefined) row[name] = value;
  }
  return json({});
}

const ada = { tenant: "c#acme", user: "ada", isAdmin: false, isStageAdmin: false, name: undefined };
const request = (more: Partial<RequestIdentity> = {}): RequestIdentity => ({
  user: ada,
  origin: {},
  key: "a-key",
  route: "POST /messages",
  content: ["/messages", "", Buffer.from('{"text":"hello"}')],
  ...more,
});

let sent = 0;
beforeEach(() => {
  sent = 0;
});
const send = async (): Promise<Response> => {
  sent += 1;
  return { statusCode: 201, headers: { "content-type": "application/json" }, body: `{"message":${sent}}` };
};

const getProblemCode = async (work: Promise<unknown>): Promise<string> => {
  const thrown = await work.catch((error: unknown) => error);
  return thrown instanceof Problem ? thrown.code : "none";
};

test("without a key, a request is executed each time", async () => {
  await once(request({ key: undefined }), send);
  await once(request({ key: undefined }), send);
  expect(sent).toBe(2);
  expect(aws.calls).toEqual([]);
});

test("a repeated request gets the earlier answer, and a header says so", async () => {
  const first = await once(request(), send);
  const again = await once(request(), send);
  expect([again.statusCode, again.body]).toEqual([first.statusCode, first.body]);
  expect(again.headers?.["idempotency-replayed"]).toBe("true");
  expect(sent).toBe(1);
});

test.each<[string, Partial<RequestIdentity>]>([
  ["another user's", { user: { ...ada, user: "bob" } }],
  ["another tenant's", { user: { ...ada, tenant: "c#other" } }],
  ["another route's", { route: "POST /comments" }],
  ["under another key", { key: "another" }],
])("%s request is its own", async (_, other) => {
  await once(request(), send);
  await once(request(other), send);
  expect(sent).toBe(2);
});

test.each([
  ["body", ["/messages", "", Buffer.from('{"text":"bye"}')]],
  ["path", ["/other", "", Buffer.from('{"text":"hello"}')]],
  ["query", ["/messages", "account=2", Buffer.from('{"text":"hello"}')]],
  ["division", ["/message", "s", Buffer.from('{"text":"hello"}')]],
])("the same key with another %s is refused", async (_, content) => {
  await once(request(), send);
  expect(await getProblemCode(once(request({ content }), send))).toBe("idempotency_key_reused");
  expect(sent).toBe(1);
});

test("one of many simultaneous requests is executed, the others are told to wait", async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const slow = async () => gate.then(send);
  const first = once(request(), slow);
  const others = await Promise.all(Array.from({ length: 9 }, () => getProblemCode(once(request(), slow))));
  expect(new Set(others)).toEqual(new Set(["conflict"]));
  open();
  expect((await first).statusCode).toBe(201);
  expect(sent).toBe(1);
});

test("a request that was interrupted by a crash is never sent again", async () => {
  void once(request(), () => new Promise<Response>(() => undefined));
  await expect.poll(() => rows.size).toBe(1);
  clock += 36;
  expect(await getProblemCode(once(request(), send))).toBe("outcome_unknown");
  expect(sent).toBe(0);
});

test("after a day the key is free again", async () => {
  await once(request(), send);
  clock += 24 * 3600 - 1;
  await once(request(), send);
  expect(sent).toBe(1);
  clock += 1;
  await once(request(), send);
  expect(sent).toBe(2);
});

describe("a request that failed", () => {
  const failing = (error: unknown) => () => Promise.reject(error);

  test.each(["invalid_request", "rate_limited", "not_connected", "provider_unavailable"] as const)(
    "with %s may be sent again under its key",
    async (code) => {
      expect(await getProblemCode(once(request(), failing(new Problem(code))))).toBe(code);
      expect((await once(request(), send)).statusCode).toBe(201);
    },
  );

  test.each([
    ["outcome_unknown", new Problem("outcome_unknown")],
    ["a bug", new TypeError("x is not a function")],
  ])("with %s may not", async (_, error) => {
    await once(request(), failing(error)).catch(() => undefined);
    expect(await getProblemCode(once(request(), send))).toBe("outcome_unknown");
    expect(sent).toBe(0);
  });
});

test("a request whose answer is too large to store is not sent again either", async () => {
  const large = async () => ({ ...(await send()), body: JSON.stringify("x".repeat(400_000)) });
  expect((await once(request(), large)).statusCode).toBe(201);
  expect(await getProblemCode(once(request(), large))).toBe("outcome_unknown");
  expect(sent).toBe(1);
});

test.each(["", " ", "with space", "é", "x".repeat(256), "a\r\nb"])("%j is no key", async (key) => {
  expect(await getProblemCode(once(request({ key }), send))).toBe("invalid_request");
});

test("a table that does not answer refuses the request, which could be a repetition", async () => {
  aws.on("PutItem", () => awsError("InternalServerError", 500));
  expect(await getProblemCode(once(request(), send))).toBe("provider_unavailable");
  expect(sent).toBe(0);
});

test("a claim whose confirmation was lost is still its own when it is sent again", async () => {
  let lost = 1;
  aws.on("PutItem", ({ Item }) => {
    const answer = put(Item as Row);
    return lost-- > 0 ? awsError("InternalServerError", 500) : answer;
  });
  expect((await once(request(), send)).statusCode).toBe(201);
  expect(await getProblemCode(once(request(), send))).toBe("none");
  expect(sent).toBe(1);
});

test("an answer is returned even if its completion cannot be stored", async () => {
  aws.on("UpdateItem", () => awsError("InternalServerError", 500));
  expect((await once(request(), send)).statusCode).toBe(201);
});

test("an answer that cannot be sealed is returned, and its request is not executed again", async () => {
  const seal = () => Promise.reject(new Problem("provider_unavailable"));
  const sealless = withIdempotencyKey(provider, () => ({ now: () => clock, vault: { ...openVault, seal } }));
  expect((await sealless(request(), send)).statusCode).toBe(201);
  expect(await getProblemCode(once(request(), send))).toBe("conflict");
  clock += 36;
  expect(await getProblemCode(once(request(), send))).toBe("outcome_unknown");
  expect(sent).toBe(1);
});

test("the kept answer is sealed for its request", async () => {
  await once(request(), send);
  const [row] = rows.values();
  const sealed = JSON.parse(Buffer.from(row?.answer?.B ?? "", "base64").toString());
  expect(sealed.context).toMatchObject({ purpose: "cache", tenant: "c#acme", user: "ada", provider: provider.id });
  expect(sealed.context.field).toMatch(/^once#POST \/messages#/);
  expect(JSON.stringify({ ...row, answer: undefined })).not.toContain("a-key");
});
