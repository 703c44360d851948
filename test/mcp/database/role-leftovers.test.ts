// A connection serves one caller after the other: nothing of a question may reach the next one.
import { expect, test } from "vitest";
import { ask, cleo } from "./support/ask.ts";
import { describeOnServers } from "./support/servers.ts";

/** Each is taken by the database, and must be gone with its transaction or by the cleaning after it. */
const left: Readonly<Record<string, string>> = {
  "an advisory lock of the session": "select pg_advisory_lock(1)",
  "a shared advisory lock": "select pg_advisory_lock_shared(2), pg_try_advisory_lock(3)",
  "a prepared statement": "prepare mine as select 'of ada'",
  "a cursor that outlives its transaction": "declare mine cursor with hold for select 'of ada'",
  "a listener": "listen mine",
  "another search path": "set search_path = app, public",
  "another search path by a function": "select set_config('search_path', 'app', false)",
  "another default": "set default_transaction_read_only = off",
  "another default by a function": "select set_config('default_transaction_read_only', 'off', false)",
  "another time limit": "set statement_timeout = 0",
  "a context of its own": "select set_config('patchbay.context', 'mine', false)",
  "a variable of its own": "select set_config('mine.note', 'of ada', false)",
  "a time zone": "set timezone = 'Asia/Tokyo'",
  "a role's reset": "reset all",
  "the end of the transaction": "commit",
  "the end of the transaction, and another": "commit and chain",
  "a rollback": "rollback",
  "a savepoint": "savepoint mine",
  "a message of the log": "do $$ begin raise warning 'of ada'; end $$",
  "an error": "select 1/0",
  "a large object": "select lo_create(4711)",
  "a seed of random numbers": "select setseed(0.5)",
  "a notification": "select pg_notify('mine', 'of ada')",
  "another notification": "notify mine, 'of ada'",
  "statistics of the session": "analyze",
  "an aborted transaction": "abort",
  "deallocated statements": "deallocate all",
  "closed cursors": "close all",
  "an unnumbered transaction": "select txid_current(), pg_export_snapshot()",
  "rows that are copied out": "copy (select * from users) to stdout",
  "rows that are copied in": "copy users from stdin",
  "an explained question": "explain (analyze, verbose) select * from users",
  "a discarded session": "discard plans",
};

const state = `select current_setting('search_path'), current_setting('default_transaction_read_only'),
  current_setting('transaction_read_only'), current_setting('timezone'), nullif(current_setting('mine.note', true), ''), current_user::text,
  session_user::text, (select count(*)::int from pg_prepared_statements), (select count(*)::int from pg_cursors where name <> ''),
  (select count(*)::int from pg_listening_channels()), (select count(*)::int from pg_locks where locktype = 'advisory'),
  (select count(*)::int from users)`;

describeOnServers((demo) => {
  test.each(Object.entries(left))("%s is gone with its question", async (_, sql) => {
    const { database, admin } = demo();
    const before = await ask(database, state, { context: cleo });
    expect(before).toEqual([expect.arrayContaining([60])]);
    await ask(database, sql);
    expect(await ask(database, state, { context: cleo })).toEqual(before);
    const { rows } = await admin.query(`select (select count(*)::int from pg_largeobject_metadata) as objects,
      (select count(*)::int from pg_locks where locktype = 'advisory') as locks`);
    expect(rows).toEqual([{ objects: 0, locks: 0 }]);
  });

  test("a caller who ends the transaction early has no context afterwards", async () => {
    const { database } = demo();
    expect(await ask(database, "commit and chain")).toEqual([]);
    const client = await demo().connect();
    await client.query("begin read only");
    await client.query("select set_config('patchbay.context', 'anything', true)");
    await client.query("commit");
    expect((await client.query("select count(*)::int from users")).rows).toEqual([{ count: 0 }]);
  });

  test("two callers at once on two connections see their own rows only", async () => {
    const { database } = demo();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        ask(database, "select count(*) from users", at % 2 ? { context: cleo } : {}),
      ),
    );
    expect(answers).toEqual(Array.from({ length: 20 }, (_, at) => [[at % 2 ? 60 : 140]]));
  });

  test("one caller's running question is not shown to another", async () => {
    const client = await demo().connect();
    const sleeping = client.query("select pg_sleep(0.5), 'a question of ada'");
    const activity = "select query, state, query_start from pg_stat_activity where usename = 'patchbay_reader'";
    const seen = await ask(demo().database, activity);
    await sleeping;
    expect(seen.length).toBeGreaterThanOrEqual(2);
    expect(new Set(Array.isArray(seen) ? seen.map((row) => JSON.stringify(row)) : [])).toEqual(
      new Set([JSON.stringify(["", "disabled", null])]),
    );
  });
});
