// The check after `npm run database` notices each thing that would let a question see or do more than it may.
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectPg } from "../../../infra/database/connect-pg.ts";
import type { AdminConnection } from "../../../infra/database/connection.ts";
import {
  checkOnly,
  describeFindings,
  isAnythingMissing,
  type SetupRun,
  setUpDatabase,
} from "../../../infra/database/run-setup.ts";
import { signContext } from "../../../lib/mcp/database/sign-context.ts";
import { databaseMistakes } from "./support/database-mistakes.ts";
import { createMemorySecrets } from "./support/memory-secrets.ts";
import { describeOnServers } from "./support/servers.ts";

describeOnServers((demo) => {
  const secrets = createMemorySecrets();
  let connection: AdminConnection;
  beforeAll(async () => {
    connection = await connectPg({ connectionString: demo().adminUrl });
    await setUpDatabase(createRun());
    await demo().admin.query("revoke create on schema public from public");
  });
  afterAll(() => connection.close());

  const createRun = (): SetupRun => ({
    ...{ stage: "dev", database: demo().stage, connection, secrets, print: () => undefined },
    sign:
      ({ kid, key }) =>
      (context, database, now) =>
        signContext(context, database, { id: kid, key }, now),
  });
  const check = async () => describeFindings(await checkOnly(createRun())).join("\n");

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
