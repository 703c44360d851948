import { gunzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { McpSettings } from "../../lib/mcp/settings.ts";
import type { SealContext, Vault } from "../../lib/vault/seal.ts";
import { type MemoryTables, useMemoryTables } from "../crm/support/memory-tables.ts";
import { logged } from "../http/lambda-environment.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { byteVault } from "../support/byte-vault.ts";
import { openVault, readContents } from "../support/open-vault.ts";
import { json } from "../support/test-server.ts";
import { createFakeDatabase, demoSettings, type FakeDatabase } from "./support/fake-database.ts";

const aws = await startAwsStandIn();
const { askAsUser } = await import("../../lib/mcp/ask-as-user.ts");
const { deleteKeptQueryAnswers } = await import("../../lib/store/kept-query-answers.ts");
afterAll(() => aws.close());

let tables: MemoryTables;
let database: FakeDatabase;
let now: number;
beforeEach(() => {
  aws.forget();
  tables = useMemoryTables(aws);
  database = createFakeDatabase();
  now = Date.now();
  logged.length = 0;
});

const people = {
  ada: { tenant: "c#acme", user: "ada" },
  ben: { tenant: "c#acme", user: "ben" },
  mallory: { tenant: "c#globex", user: "ada" },
  loner: { tenant: "u#ada", user: "ada" },
};

interface Asking {
  readonly who?: { tenant: string; user: string };
  readonly question?: string;
  readonly isCaching?: boolean;
  readonly settings?: McpSettings;
  readonly vault?: Vault;
}

function ask({
  who = people.ada,
  question = "How many users?",
  isCaching = true,
  settings = demoSettings,
  vault = openVault,
}: Asking = {}) {
  const user = { ...who, isAdmin: false, isStageAdmin: false, name: "Ada" };
  const asked = { question, user, origin: { ip: "192.0.2.1", requestId: "r-1" } };
  return askAsUser(asked, { settings, database, model: undefined, vault, isCaching, now: () => now });
}
/** As a row of before: not compressed. */
const sealPlain = (plain: string | Uint8Array, context: SealContext) =>
  byteVault.seal(typeof plain === "string" ? plain : gunzipSync(plain), context);
const operations = () => aws.calls.map(({ operation }) => operation).sort();
const audits = () => tables.list("audit#");

describe("an answer", () => {
  test("is kept for five minutes, for the same question of the same user", async () => {
    const first = await ask();
    expect(first.cached).toBe(false);
    database.reply = { columns: [], rows: [] };
    now += 299_000;
    expect(await ask({ question: "  How many\n users? " })).toEqual({ ...first, cached: true });
    now += 2000;
    expect(await ask()).toMatchObject({ cached: false, results: [] });
  });

  test("takes three calls of AWS beside the counter, and two from what is kept", async () => {
    await ask();
    expect(operations()).toEqual(["GetItem", "PutItem", "PutItem"]);
    aws.calls.length = 0;
    await ask();
    expect(operations()).toEqual(["GetItem", "PutItem"]);
    aws.calls.length = 0;
    await ask({ isCaching: false });
    expect(operations()).toEqual(["PutItem"]);
  });

  test.each([
    ["another user of the tenant", { who: people.ben }],
    ["a user of the same name in another tenant", { who: people.mallory }],
    ["a user of the same name without a tenant", { who: people.loner }],
    ["another question", { question: "how many projects?" }],
    ["other settings of the stage", { settings: { ...demoSettings, limits: { ...demoSettings.limits, rows: 4 } } }],
  ])("is not given to %s", async (_, other) => {
    await ask();
    expect((await ask(other)).cached).toBe(false);
    expect(database.asked).toHaveLength(2);
  });

  test("is not kept over midnight, when today is another day", async () => {
    now = Date.parse("2026-11-30T23:59:59Z");
    await ask();
    now += 2000;
    expect((await ask()).cached).toBe(false);
  });

  test("is kept sealed for its owner, under a name that tells nothing", async () => {
    database.reply = { columns: [{ name: "name", type: "text" }], rows: [["Grace Example"]] };
    await ask();
    const [row] = tables.list("answers#");
    expect(row?.pk?.S).toBe("answers#c%23acme");
    expect(row?.sk?.S).toMatch(/^[\w-]{43}$/);
    const { context } = readContents(Buffer.from(String(row?.content?.B), "base64"));
    expect(context).toMatchObject({ purpose: "answer", tenant: "c#acme", user: "ada", provider: "mcp" });
    expect(context.field).toBe(`answer#${row?.sk?.S}`);
  });

  test("is kept compressed where it is long, and read as it was", async () => {
    database.reply = { columns: [{ name: "x", type: "text" }], rows: [["é".repeat(2000)], ["é".repeat(2000)]] };
    const first = await ask({ vault: byteVault });
    const [row] = tables.list("answers#");
    expect(Buffer.from(String(row?.content?.B), "base64").length).toBeLessThan(500);
    expect(await ask({ vault: byteVault })).toEqual({ ...first, cached: true });
  });

  test("that was kept before answers were compressed is read", async () => {
    database.reply = { columns: [{ name: "x", type: "text" }], rows: [["é".repeat(2000)]] };
    const first = await ask({ vault: { ...byteVault, seal: sealPlain } });
    expect(await ask({ vault: byteVault })).toEqual({ ...first, cached: true });
  });

  test("is not kept where it is too large for a row", async () => {
    const limits = { rows: 500, seconds: 5, bytes: 1_000_000 };
    database.reply = {
      columns: [{ name: "x", type: "text" }],
      rows: Array.from({ length: 400 }, () => ["x".repeat(1000)]),
    };
    expect((await ask({ settings: { ...demoSettings, limits } })).results).toHaveLength(400);
    expect(tables.list("answers#")).toEqual([]);
  });

  test("is forgotten with all of its tenant, and no other's", async () => {
    await ask();
    await ask({ who: people.ben });
    await ask({ who: people.mallory });
    aws.on("DeleteItem", ({ Key }) => {
      const { pk, sk } = Key as Record<string, { S: string }>;
      tables.rows.delete(`${pk?.S} | ${sk?.S}`);
      return json({});
    });
    await deleteKeptQueryAnswers("c#acme");
    expect(tables.list("answers#").map(({ pk }) => pk?.S)).toEqual(["answers#c%23globex"]);
  });

  test("does not fail with the table of kept answers", async () => {
    aws.on("GetItem", () => awsError("ProvisionedThroughputExceededException"));
    expect(await ask()).toMatchObject({ cached: false, results: [{ count: 7 }] });
  });

  test("moved to another user's place is not opened", async () => {
    await ask();
    await ask({ who: people.ben });
    const [one, other] = tables.list("answers#");
    if (one && other) tables.put({ ...other, content: one.content ?? {} });
    expect([await ask(), await ask({ who: people.ben })].map(({ cached }) => cached).sort()).toEqual([false, true]);
  });
});

describe("the audit", () => {
  test("has who asked, from where, the SQL and how many rows, and not the question", async () => {
    await ask({ question: "Hello, please tell me how many users there are" });
    await ask({ question: "Could you please tell me how many users we have?" });
    expect(audits()[0]).toMatchObject({
      ...{ action: { S: "query" }, actor: { S: "ada" }, ip: { S: "192.0.2.1" }, requestId: { S: "r-1" } },
      ...{ sql: { S: "SELECT count(*) AS count\nFROM users" }, source: { S: "fallback-sql" } },
      ...{ rows: { N: "1" }, cached: { BOOL: false } },
    });
    expect(JSON.stringify(audits())).not.toMatch(/please|Hello/);
  });

  test("has what was refused, and why", async () => {
    await expect(ask({ question: "How many users by shoe size?" })).rejects.toMatchObject({ code: "could_not_answer" });
    database.reply = "refused";
    await expect(ask()).rejects.toMatchObject({ code: "could_not_answer" });
    expect(
      audits()
        .map(({ reason }) => reason?.S)
        .sort(),
    ).toEqual(["database_refused", "not_understood"]);
    expect(tables.list("answers#")).toEqual([]);
  });

  test("that cannot be written keeps the answer from being seen, a kept one too", async () => {
    await ask();
    aws.on("PutItem", ({ TableName }) =>
      awsError(TableName === "audit" ? "AccessDeniedException" : "ValidationException"),
    );
    await expect(ask()).rejects.toMatchObject({ code: "provider_unavailable" });
    await expect(ask({ isCaching: false })).rejects.toMatchObject({ code: "provider_unavailable" });
    await expect(ask({ question: "How many cats?" })).rejects.toMatchObject({ code: "provider_unavailable" });
  });
});

describe("whose rows", () => {
  test("are the claim's and the user's, without the names that our tables use", async () => {
    for (const who of Object.values(people)) await ask({ who });
    expect(database.asked.map(({ context }) => context)).toEqual([
      { tenant: "acme", user: "ada" },
      { tenant: "acme", user: "ben" },
      { tenant: "globex", user: "ada" },
      { tenant: undefined, user: "ada" },
    ]);
  });

  test("are nobody's for users of another issuer, who may be called like somebody in the database", async () => {
    for (const who of [
      { tenant: "c@old#acme", user: "old#ada" },
      { tenant: "u@old#ada", user: "old#ada" },
    ])
      await expect(ask({ who })).rejects.toMatchObject({ code: "forbidden" });
    expect(database.asked).toEqual([]);
  });
});
