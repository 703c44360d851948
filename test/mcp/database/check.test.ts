// The check after `npm run database` notices each thing that would let a question see or do more than it may.
import { expect, test } from "vitest";
import { describeFindings, isAnythingMissing, setUpDatabase } from "../../../infra/database/run-setup.ts";
import { databaseMistakes } from "./support/database-mistakes.ts";
import { setUpForTests } from "./support/prepared-database.ts";
import { describeOnServers } from "./support/servers.ts";

describeOnServers((demo) => {
  const { createRun, check } = setUpForTests(demo);

  test("a database that was set up lacks nothing", async () => {
    const said = await check();
    expect(said).not.toMatch(/MISSING/);
    expect(said).toContain("it could read no table and no key");
    expect(said).toContain("temporary tables can be made, since PUBLIC may");
  });

  test.each(Object.entries(databaseMistakes))("the check notices %s", async (_, [wrong, right, said]) => {
    await demo().admin.query(wrong);
    try {
      expect(await check()).toMatch(said);
    } finally {
      await demo().admin.query(right);
    }
    expect(await check()).not.toMatch(/MISSING/);
  });

  test("the check changes nothing, and leaves no membership", async () => {
    const state = () =>
      demo().admin.query(
        "select (select count(*) from pg_class), (select count(*) from pg_auth_members), (select array_agg(kid) from patchbay.context_keys)",
      );
    const before = (await state()).rows;
    await check();
    expect((await state()).rows).toEqual(before);
  });

  test("rights of PUBLIC go by their flag only, and another function's rights with them", async () => {
    const { admin } = demo();
    await admin.query(
      "create function app.definer(integer) returns integer language sql security definer as 'select 1'; grant usage on schema app to public",
    );
    const findings = await setUpDatabase(createRun());
    expect(describeFindings(findings).join("\n")).toMatch(/MISSING .*app\.definer\(integer\)/);
    expect(isAnythingMissing(findings)).toBe(true);
    const after = describeFindings(await setUpDatabase(createRun(), { revokePublic: true })).join("\n");
    expect(after).not.toMatch(/MISSING| {2}open /);
    await admin.query(
      "drop function app.definer; grant execute on function pg_cancel_backend(integer) to public; revoke usage on schema app from public; grant temporary on database demo to public",
    );
  });
});
