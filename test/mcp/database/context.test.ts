// The database believes what we signed, for it and now, and nothing else: a caller may set any variable of a session.
import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createContextKey, parseContextKey } from "../../../infra/database/context-key.ts";
import { demoDatabaseName } from "../../../infra/local/demo-database/create.ts";
import { formatContextKey } from "../../../lib/mcp/database/context-key.ts";
import { signContext } from "../../../lib/mcp/database/sign-context.ts";
import { fc } from "../../support/properties.ts";
import { ada, ask, cleo } from "./support/ask.ts";
import { describeOnServers } from "./support/servers.ts";

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000);

describeOnServers((demo) => {
  /** What the functions make of a text: null and null, unless they believe it. */
  async function readContext(text: string): Promise<{ tenant: string | null; user: string | null }> {
    const { admin } = demo();
    await admin.query("select set_config('patchbay.context', $1, false)", [text]);
    return (await admin.query(`select patchbay.tenant() as tenant, patchbay.user_id() as "user"`)).rows[0];
  }

  const nobody = { tenant: null, user: null };
  const sign = (context = ada, database = demoDatabaseName, now = new Date()) =>
    signContext(context, database, demo().key, now);

  /** Signs any fields, as somebody could who had the key, but not the rules. */
  function signFields(fields: readonly (string | Buffer)[], { key } = demo(), lengths = 4): string {
    const payload = Buffer.concat(
      fields.map((field) => {
        const [bytes, length] = [Buffer.from(field as string), Buffer.alloc(lengths)];
        length.writeUInt32BE(bytes.length, lengths - 4);
        return Buffer.concat([length, bytes]);
      }),
    );
    return signPayload(payload, key);
  }

  const signPayload = (payload: Buffer, { id, key } = demo().key) =>
    `v1.${id}.${payload.toString("hex")}.${createHmac("sha256", key).update(payload).digest("hex")}`;

  const goodFields = (): string[] => [
    ...["patchbay-context/v1", demoDatabaseName, "acme", "ada"],
    ...[String(Math.floor(Date.now() / 1000) + 30), demo().key.id],
  ];

  test("a signed context names its tenant and user", async () => {
    expect(await readContext(sign())).toEqual({ tenant: "acme", user: "ada" });
    expect(await readContext(sign({ tenant: undefined, user: "erin" }))).toEqual({ tenant: null, user: "erin" });
    expect(await readContext(signFields(goodFields()))).toEqual({ tenant: "acme", user: "ada" });
  });

  test("names of tenants and users are taken as they are, whatever is in them", async () => {
    const name = fc.string({ unit: "binary", minLength: 1, maxLength: 60 }).filter((text) => !text.includes("\0"));
    const property = fc.asyncProperty(name, name, async (tenant, user) => {
      expect(await readContext(sign({ tenant, user }))).toEqual({ tenant, user });
    });
    await fc.assert(property);
  });

  test("no text without our signature is believed, and none raises an error", async () => {
    const hex = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString("hex"));
    const [id, signed] = [demo().key.id, sign()];
    const alike = fc
      .tuple(
        fc.constantFrom("v1", "v2", ""),
        fc.constantFrom(id, "other", "%", ""),
        hex,
        fc.oneof(hex, fc.constant("0".repeat(64))),
      )
      .map((parts) => parts.join("."));
    const damaged = fc
      .tuple(fc.nat(signed.length - 1), fc.constantFrom("", "0", "f", ".", "\n", "é", "00"))
      .map(([at, letter]) => signed.slice(0, at) + letter + signed.slice(at + 1))
      .filter((text) => text !== signed);
    const anything = fc.string({ unit: "binary", maxLength: 400 }).filter((text) => !text.includes("\0"));
    const property = fc.asyncProperty(fc.oneof(alike, damaged, anything), async (text) => {
      expect(await readContext(text)).toEqual(nobody);
    });
    await fc.assert(property);
  });

  test("a signed payload in any other form names nobody, and raises no error", async () => {
    const property = fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
      expect(await readContext(signPayload(Buffer.from(bytes)))).toEqual(nobody);
    });
    await fc.assert(property);
    const good = goodFields();
    const signWith = (at: number, field: string) => signFields(good.with(at, field));
    const others = [
      signFields(good.slice(0, 5)),
      signFields([...good, ""]),
      signFields(good, undefined, 5),
      signPayload(Buffer.from("00000000", "hex")),
      signPayload(Buffer.from("7fffffff", "hex")),
      signPayload(Buffer.from("ffffffff41", "hex")),
      signPayload(Buffer.from("000000", "hex")),
      ...[signWith(0, "patchbay-context/v2"), signWith(1, "other"), signWith(5, "other")],
      ...["", "0", "-1", "1e9", "99999999999999999999", " 1", "x"].map((seconds) => signWith(4, seconds)),
    ];
    for (const text of others) expect.soft([text, await readContext(text)]).toEqual([text, nobody]);
  });

  test("the signature ends a context: nothing may follow it or come before it", async () => {
    const signed = sign();
    for (const text of [
      ` ${signed}`,
      `${signed} `,
      `${signed}\n`,
      `${signed}.`,
      signed.toUpperCase(),
      signed.repeat(2),
    ])
      expect.soft(await readContext(text)).toEqual(nobody);
  });

  test("a context ends with its minute, and is believed in its own database only", async () => {
    expect(await readContext(sign(ada, demoDatabaseName, inSeconds(-44)))).toEqual({ tenant: "acme", user: "ada" });
    expect(await readContext(sign(ada, demoDatabaseName, inSeconds(-46)))).toEqual(nobody);
    // Clocks may differ by a few seconds, and no more.
    expect(await readContext(sign(ada, demoDatabaseName, inSeconds(10)))).toEqual({ tenant: "acme", user: "ada" });
    expect(await readContext(sign(ada, demoDatabaseName, inSeconds(60)))).toEqual(nobody);
    expect(await readContext(sign(ada, "postgres"))).toEqual(nobody);
    expect(await readContext(sign(ada, "DEMO"))).toEqual(nobody);
  });

  test("a context that ends while its transaction goes on shows nothing from then on", async () => {
    const client = await demo().connect();
    await client.query("begin read only");
    await client.query("select set_config('patchbay.context', $1, true)", [
      sign(ada, demoDatabaseName, inSeconds(-43)),
    ]);
    const count = async () => (await client.query("select count(*)::int from users")).rows[0].count;
    expect(await count()).toBe(140);
    await expect.poll(count, { interval: 300 }).toBe(0);
    await client.query("rollback");
  });

  test("a statement that sets another context for itself, before or while it reads, sees its own rows or none", async () => {
    const { database } = demo();
    const [mine, theirs] = [sign(ada), sign(ada).replace(/.$/, (letter) => (letter === "0" ? "1" : "0"))];
    const escapes = (text: string) => [
      `with s as materialized (select set_config('patchbay.context', '${text}', true) as c) select u.name from s, lateral (select * from users where s.c is not null) u`,
      `with s as materialized (select set_config('patchbay.tenant', 'globex', true) as c) select u.name from s cross join lateral (select name from users where length(s.c) > 0) u`,
      `select name from users where set_config('patchbay.context', '${text}', true) is not null`,
      `select (select count(*) from users), set_config('patchbay.context', '${text}', true), (select count(*) from notes)`,
    ];
    const theirNames = new Set(
      (
        await demo().admin.query(
          "select name from app.users where org = 'acme' except select name from app.users where org = 'globex'",
        )
      ).rows.map(({ name }) => name),
    );
    for (const sql of [...escapes(theirs), ...escapes("acme"), ...escapes("")]) {
      const answer = await ask(database, sql, { context: cleo });
      const cells = Array.isArray(answer) ? answer.flat().map(String) : [];
      expect.soft([sql, cells]).toEqual([sql, expect.not.arrayContaining(["140"])]);
      for (const [name] of Array.isArray(answer) ? answer : []) expect.soft(theirNames.has(name)).toBe(false);
    }
    // Only who has a context can use it, and it is the caller's own.
    const [[own] = []] = (await ask(database, "select current_setting('patchbay.context')", {
      context: cleo,
    })) as string[][];
    expect(own).not.toBe(mine);
  });

  test("while keys change both are believed, and a key that is gone is not", async () => {
    const { admin, key } = demo();
    const next = createContextKey();
    const pads = [0x36, 0x5c].map((byte) =>
      Buffer.from(Array.from({ length: 64 }, (_, at) => (next.key[at] ?? 0) ^ byte)),
    );
    const signNext = () => signContext(ada, demoDatabaseName, next);
    expect(await readContext(signNext())).toEqual(nobody);
    await admin.query("insert into patchbay.context_keys values ($1, $2, $3)", [next.id, ...pads]);
    expect(await readContext(signNext())).toEqual({ tenant: "acme", user: "ada" });
    expect(await readContext(sign())).toEqual({ tenant: "acme", user: "ada" });
    // A key is believed under its own id only.
    expect(await readContext(signContext(ada, demoDatabaseName, { id: key.id, key: next.key }))).toEqual(nobody);
    await admin.query("delete from patchbay.context_keys where kid = $1", [next.id]);
    expect(await readContext(signNext())).toEqual(nobody);
  });
});

test("a key is written and read as the secret has it, and another text is no key", () => {
  const key = createContextKey(Date.UTC(2030, 0, 2));
  expect(key.id).toMatch(/^k300102[0-9a-f]{4}$/);
  expect(parseContextKey(formatContextKey(key))).toEqual(key);
  for (const text of ["", "k:short", `K:${"a".repeat(43)}`, `k:${"a".repeat(44)}`])
    expect(() => parseContextKey(text)).toThrow("another form");
});
