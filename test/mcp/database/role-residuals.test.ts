// What a role cannot be kept from: docs/questions.md says so, and the guard before the database refuses each.
import { expect, test } from "vitest";
import { ask, cleo } from "./support/ask.ts";
import { describeOnServers } from "./support/servers.ts";

describeOnServers((demo) => {
  const answers = async (sql: string) => JSON.stringify(await ask(demo().database, sql, { context: cleo }));

  test("the catalog has names, but no row, of everything", async () => {
    expect(await answers("select relname from pg_class where relname like 'oauth%'")).toContain("oauth_tokens");
    expect(await answers("select prosrc from pg_proc where proname = 'verified_context'")).toContain("context_keys");
    expect(await answers("select rolname, rolpassword from pg_roles where rolname = 'admin'")).toBe(
      '[["admin","********"]]',
    );
  });

  test("EXPLAIN has estimates and counts over all tenants", async () => {
    expect(await answers("explain analyze select * from users")).toContain("Rows Removed by Filter: 140");
  });

  test("a message for logical replication is written for good, though the transaction only reads", async () => {
    const readWritten = async () =>
      (await demo().admin.query("select pg_current_wal_insert_lsn() - '0/0' as bytes")).rows[0].bytes;
    const before = await readWritten();
    expect(await answers("select pg_logical_emit_message(false, 'x', repeat('y', 100000))")).toMatch(
      /[0-9A-F]+.[0-9A-F]+/,
    );
    expect(Number(await readWritten()) - Number(before)).toBeGreaterThan(100_000);
  });

  test("sessions of the reader may cancel each other", async () => {
    const client = await demo().connect();
    const sleeping = client.query("select pg_sleep(60)").catch((error: { code: string }) => error.code);
    await expect
      .poll(async () =>
        answers(
          "select bool_or(pg_cancel_backend(pid)) from pg_stat_activity where usename = 'patchbay_reader' and pid <> pg_backend_pid()",
        ),
      )
      .toBe("[[true]]");
    expect(await sleeping).toBe("57014");
  });

  test("outside of a read-only transaction the reader may change its own settings, but not its rights", async () => {
    const client = await demo().connect();
    await client.query("begin read write");
    await client.query("alter role patchbay_reader set work_mem = '64kB'");
    await client.query("rollback; set default_transaction_read_only = off");
    await expect(client.query("alter role patchbay_reader superuser")).rejects.toMatchObject({ code: "42501" });
    await expect(client.query("alter role patchbay_reader set track_activities = on")).rejects.toMatchObject({
      code: "42501",
    });
  });
});
