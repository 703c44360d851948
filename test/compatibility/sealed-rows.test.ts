// What is sealed must stay openable: the format of a record, its key and the context it is bound to are stored with it.
import "../http/lambda-environment.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { openToken } from "../../lib/connections/token-sets.ts";
import { readStale } from "../../lib/provider-client/cache.ts";
import { type CacheName, readCache } from "../../lib/store/cache.ts";
import { listConnections } from "../../lib/store/connections.ts";
import { readDelivery } from "../../lib/store/deliveries.ts";
import { readPayload } from "../../lib/store/delivery-payload.ts";
import { readGrant } from "../../lib/store/grants.ts";
import { claimRequest } from "../../lib/store/idempotency.ts";
import type { Vault } from "../../lib/vault/seal.ts";
import { openPayload } from "../../lib/webhooks/payload.ts";
import type { AwsStandIn } from "../support/aws-stand-in.ts";
import { owner, readFields, recordedMessages, recordedRows, recordedUntil } from "./support/recorded.ts";
import { recordedTables } from "./support/recorded-tables.ts";
import { recordedVault } from "./support/recorded-vault.ts";

let tables: AwsStandIn;
let vault: Vault;
beforeAll(async () => {
  tables = await recordedTables();
  vault = recordedVault();
});
afterAll(() => tables.close());

const decodeKey = (pk: string) => pk.split("#").map(decodeURIComponent);
const tokenOf: Readonly<Record<string, RegExp>> = {
  slack: /^xoxe?[.-]/,
  github: /^gh[opru]_/,
  figma: /^figur?_/,
  gmail: /^(ya29\.|1\/\/)/,
  calendar: /^(ya29\.|1\/\/)/,
};

test.each(Object.keys(tokenOf))("tokens of %s open", async (provider) => {
  const users = ["compat-ada", "compat-cleo", "compat-dan"].map((user) => ({ ...owner, user }));
  const found = (await Promise.all(users.map((user) => listConnections(user, provider)))).flat();
  expect(found.length).toBeGreaterThan(0);
  for (const connection of found) {
    for (const [set, tokens] of Object.entries(connection.tokens)) {
      expect(await openToken(vault, connection, { set, kind: "access" })).toMatch(tokenOf[provider] ?? "");
      if (tokens.refresh)
        expect(await openToken(vault, connection, { set, kind: "refresh" })).toMatch(tokenOf[provider] ?? "");
    }
  }
});

test("tokens of grants open under the purpose that their row names", async () => {
  for (const { pk } of recordedRows("transient", "grant#")) {
    const grant = await readGrant(decodeKey(pk.S)[1] ?? "");
    if (grant === undefined) throw new Error(`${pk.S} is not read`);
    const { connection, purpose } = grant;
    expect(await openToken(vault, connection, { set: "default", kind: "access", purpose })).toMatch(
      tokenOf.gmail ?? "",
    );
    expect(await openToken(vault, connection, { set: "default", kind: "refresh", purpose })).toMatch(
      tokenOf.gmail ?? "",
    );
  }
});

test("cached answers of every provider open, and still count as those of the same consent", async () => {
  const needs = { vault, now: () => recordedUntil };
  const connections = await listConnections(owner);
  const opened = await Promise.all(
    recordedRows("transient", "cache#").map(async ({ pk, sk }) => {
      const of = connections.find(({ id }) => id === decodeKey(pk.S)[3]);
      if (of === undefined) throw new Error(`${pk.S} is nobody's`);
      const name = sk.S as CacheName;
      const kept = await readCache({ ...owner, connection: of.id, name });
      return [of.provider, await readStale(of, { name, schema: z.looseObject({}) }, kept, needs)] as const;
    }),
  );
  expect(opened.filter(([, answer]) => answer === undefined)).toEqual([]);
  expect([...new Set(opened.map(([provider]) => provider))].sort()).toEqual(["figma", "github", "slack"]);
});

describe("requests under an Idempotency-Key", () => {
  const routes: Readonly<Record<string, string>> = { "/api/v2/gmail": "gmail", "/api/v2/calendar": "calendar" };
  const readProvider = (name: string) =>
    Object.entries(routes).find(([path]) => name.includes(path))?.[1] ?? name.split("/")[3] ?? "";
  const rows = recordedRows("transient", "once#");

  test.each(rows.map((row) => [row.sk.S, row] as const))("%s is known, and its answer opens", async (name, row) => {
    const before = await claimRequest({ ...owner, name, request: "-", claim: "another" }, recordedUntil);
    expect(before).toEqual(readFields(row));
    if (before?.answer === undefined) return;
    const context = { purpose: "cache", ...owner, provider: readProvider(name), connection: "-" } as const;
    expect(JSON.parse(await vault.unseal(before.answer, { ...context, field: `once#${name}` }))).toBeTypeOf("object");
  });

  test("are those of five providers, one under way, and a notification that was posted", () => {
    expect(rows.filter((row) => readFields(row).answer !== undefined)).toHaveLength(5);
    expect(rows.map(({ sk }) => sk.S).filter((name) => name.startsWith("notification#"))).toHaveLength(1);
    expect(rows).toHaveLength(7);
  });
});

test("payloads of deliveries open for a replay, and are the messages that were queued", async () => {
  const queued = recordedMessages("webhooks-").map(({ body }) => JSON.parse(body));
  const receipts = recordedRows("deliveries", "delivery#").map(({ pk }) => decodeKey(pk.S)[1] ?? "");
  expect(receipts.length).toBeGreaterThan(12);
  for (const receipt of receipts) {
    const row = await readDelivery(receipt, recordedUntil * 1000);
    if (row === undefined) throw new Error(`${receipt} is not read`);
    if (row.replayOf !== undefined) continue;
    const payload = await openPayload(vault, row, await readPayload(row));
    const sent = queued.find((message) => message.receipt === receipt);
    // The one that was under way at the end had not been taken off its queue.
    if (sent !== undefined) expect(payload).toEqual(sent);
    expect(payload.receipt).toBe(receipt);
  }
});

test("a recorded value does not open anywhere else", async () => {
  const [connection] = await listConnections(owner, "github");
  if (connection === undefined) throw new Error("there is no connection");
  const moved = { ...connection, user: "compat-ben" };
  await expect(openToken(vault, moved, { set: "default", kind: "access" })).rejects.toMatchObject({ code: "internal" });
});
