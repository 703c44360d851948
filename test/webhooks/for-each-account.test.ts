// Work that is done for each account that a delivery is for.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { Problem, type ProblemCode } from "../../lib/errors.ts";
import type { ProviderCallContext } from "../../lib/provider-client/data-endpoint.ts";
import type { Connection } from "../../lib/store/connection.ts";
import { aConnection } from "../support/a-connection.ts";
import { createAcme } from "../support/acme-provider.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";
import { createContext } from "./support/process-event.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
process.env.OPERATION = "process-webhook";
const { ProviderError } = await import("../../lib/http/provider-error.ts");
const { key } = await import("../../lib/store/table.ts");
const { toItem } = await import("../../lib/store/item.ts");
const { DeliveryError } = await import("../../lib/webhooks/delivery-error.ts");
const { forEachAccount, isNewlyConnected, needsUserAction } = await import("../../lib/webhooks/for-each-account.ts");

const now = 1_800_000_000;
const provider = createAcme("https://{host}");
const names = ["a", "b", "c"] as const;
let rows: Connection[] = [];

/** A row as DynamoDB sends it: bytes in Base64. */
const toWireItem = (row: Connection): object =>
  JSON.parse(
    JSON.stringify(toItem(row), (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
    ),
  );

beforeEach(() => {
  rows = names.map((id) => aConnection({ id, params: { host: `${id}.example.com` } }));
  aws.forget();
  aws.on("Query", () =>
    json({ Items: rows.map((row) => ({ ...key.connection(row, row.provider, row.id), ...toWireItem(row) })) }),
  );
  aws.on("UpdateItem", () => json({}));
});

/** Runs work for the recipients. @returns whom it ran for */
async function run(work: (account: ProviderCallContext) => Promise<void> = async () => undefined, recipients = rows) {
  const begun: string[] = [];
  const context = {
    ...createContext(aConnection(), now),
    now: () => now,
    recipients,
    readConnection: async ({ id }: { readonly id: string }) => rows.find((row) => row.id === id),
  };
  const done = forEachAccount(provider, context, (account) => {
    begun.push(account.connection.id);
    return work(account);
  });
  const thrown = await done.then(
    () => "nothing",
    (error: unknown) => error,
  );
  return { begun: begun.sort(), thrown };
}

const failFor =
  (faults: Partial<Record<string, unknown>>) =>
  async ({ connection: { id } }: ProviderCallContext): Promise<void> => {
    if (id in faults) throw faults[id];
  };
const createIgnored = (code: ConstructorParameters<typeof DeliveryError<"ignored">>[1]) =>
  new DeliveryError("ignored", code);

test("work is done for every account, with its token and at its own host", async () => {
  const seen: unknown[] = [];
  const { begun, thrown } = await run(async ({ token, provider: { id, endpoints }, connection, now: clock }) => {
    seen.push([id, token, endpoints.api, connection.id, clock()]);
  });
  expect(thrown).toBe("nothing");
  expect(begun).toEqual(["a", "b", "c"]);
  expect(seen.sort()).toEqual(names.map((name) => ["acme", "token", `https://${name}.example.com/api`, name, now]));
});

test("calls of work end when the delivery's time is over", async () => {
  const signals: (AbortSignal | null | undefined)[] = [];
  const context = {
    ...createContext(aConnection(), now),
    now: () => now,
    fetch: async (_input: string | URL | Request, init?: RequestInit) => {
      signals.push(init?.signal);
      return Response.json({});
    },
    recipients: rows,
    readConnection: async () => rows[0],
  };
  await forEachAccount(provider, context, async (account) => {
    await account.fetch("https://a.example.com/api");
  });
  expect(signals).toHaveLength(3);
  for (const signal of signals) expect(signal?.aborted).toBe(false);
});

test("a failure does not keep the others, and is thrown for a retry", async () => {
  const fault = new TypeError("odd");
  expect(await run(failFor({ b: fault }))).toEqual({ begun: ["a", "b", "c"], thrown: fault });
});

test("what a retry may mend is thrown before what is to be ignored", async () => {
  const fault = new TypeError("odd");
  expect((await run(failFor({ a: createIgnored("own"), b: createIgnored("own"), c: fault }))).thrown).toBe(fault);
});

test("a delivery that concerns somebody is processed, and is ignored when it concerns nobody", async () => {
  expect((await run(failFor({ a: createIgnored("own"), b: createIgnored("own") }))).thrown).toBe("nothing");
  const all = failFor({ a: createIgnored("hidden"), b: createIgnored("own"), c: createIgnored("own") });
  expect((await run(all)).thrown).toMatchObject({ kind: "ignored", code: "hidden" });
});

test("a delivery for no one is done", async () => {
  expect(await run(undefined, [])).toEqual({ begun: [], thrown: "nothing" });
});

test.each(["reconnect_needed", "revoked", "pending"] as const)("an account that is %s is left out", async (status) => {
  rows = [aConnection({ id: "a", status, params: { host: "a.example.com" } })];
  const { begun, thrown } = await run();
  expect(begun).toEqual([]);
  expect(thrown).toMatchObject({ name: "DeliveryError", kind: "ignored", code: status });
});

test("an account that was disconnected meanwhile is left out", async () => {
  const { begun, thrown } = await run(undefined, [aConnection({ id: "gone" })]);
  expect(begun).toEqual([]);
  expect(thrown).toMatchObject({ kind: "ignored", code: "not_connected" });
});

test("a connection that is lost on the way is audited as lost by a webhook", async () => {
  Object.assign(process.env, { AUDIT_DAYS: "400" });
  const [row] = rows;
  if (row === undefined) throw new Error("There is no row.");
  const tokens = { default: { access: new Uint8Array([1]), issuedAt: now - 7200, expiresAt: now - 3600 } };
  rows = [{ ...row, tokens }];
  aws.on("GetItem", () => json({ Item: toWireItem(rows[0] ?? row) }));
  aws.on("TransactWriteItems", () => json({}));
  const { begun, thrown } = await run();
  expect(begun).toEqual([]);
  expect(thrown).toMatchObject({ kind: "ignored", code: "reconnect_required" });
  const [written] = aws.calls.filter(({ operation }) => operation === "TransactWriteItems");
  expect(JSON.stringify(written?.input)).toContain('"actor":{"S":"webhook"}');
});

describe("an error that only the account's owner can end", () => {
  const codes = ["not_connected", "reconnect_required", "insufficient_permissions", "not_found"] as const;
  test.each(codes)("is ignored: %s", async (code) => {
    rows = rows.slice(0, 1);
    const { thrown } = await run(failFor({ a: new Problem(code) }));
    expect(thrown).toMatchObject({ name: "DeliveryError", kind: "ignored", code });
    expect(needsUserAction(new Problem(code))).toBe(true);
  });

  test.each<ProblemCode>(["provider_unavailable", "rate_limited", "provider_error", "internal", "not_configured"])(
    "is not %s, which is retried",
    async (code) => {
      rows = rows.slice(0, 1);
      const problem = new Problem(code);
      expect((await run(failFor({ a: problem }))).thrown).toBe(problem);
      expect(needsUserAction(problem)).toBe(false);
    },
  );

  test("is told by its class", () => {
    expect(needsUserAction(Object.assign(new Error("x"), { code: "not_found" }))).toBe(false);
    expect(needsUserAction(undefined)).toBe(false);
  });

  test("is ignored when the provider says so", async () => {
    rows = rows.slice(0, 1);
    const { thrown } = await run(failFor({ a: new ProviderError({ kind: "scope" }) }));
    expect(thrown).toMatchObject({ kind: "ignored", code: "insufficient_permissions" });
  });
});

test("an account is newly connected for a quarter of an hour", () => {
  const isNew = (connectedAt: number) => isNewlyConnected({ connection: aConnection({ connectedAt }), now: () => now });
  expect([isNew(now), isNew(now - 899), isNew(now - 900), isNew(now - 901)]).toEqual([true, true, false, false]);
});
