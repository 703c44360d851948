// The key is in two places. Whatever fails between them, what a Lambda signs with the secret's key is believed.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connectPg } from "../../../infra/database/connect-pg.ts";
import type { AdminConnection } from "../../../infra/database/connection.ts";
import { parseContextKey } from "../../../infra/database/context-key.ts";
import { keepContextKey } from "../../../infra/database/keep-context-key.ts";
import { databaseContextName } from "../../../infra/names.ts";
import { signContext } from "../../../lib/mcp/database/sign-context.ts";
import { ada } from "./support/ask.ts";
import { createMemorySecrets, type MemorySecrets } from "./support/memory-secrets.ts";
import { describeOnServers } from "./support/servers.ts";

const name = databaseContextName("dev");

describeOnServers((demo) => {
  let connection: AdminConnection;
  let secrets: MemorySecrets;
  beforeAll(async () => {
    connection = await connectPg({ connectionString: demo().adminUrl });
  });
  afterAll(() => connection.close());
  beforeEach(async () => {
    secrets = createMemorySecrets();
    await demo().admin.query("delete from patchbay.context_keys");
  });

  const keep = (options = {}) => keepContextKey(connection.execute, secrets, "dev", options);
  const readSecret = (): { current: string; previous?: string } => JSON.parse(secrets.values.get(name) ?? "{}");
  const listKids = async () =>
    (await demo().admin.query("select kid from patchbay.context_keys order by created_at, kid")).rows.map(
      ({ kid }) => kid,
    );

  /** Whether the database believes what is signed with a key, as the secret has it. */
  async function believes(text: string | undefined): Promise<boolean> {
    await demo().admin.query("select set_config('patchbay.context', $1, false)", [
      signContext(ada, "demo", parseContextKey(text ?? "")),
    ]);
    return (await demo().admin.query("select patchbay.tenant() as tenant")).rows[0].tenant === "acme";
  }

  test("the first run makes a key, and the next ones keep it", async () => {
    const key = await keep();
    expect(await keep()).toEqual(key);
    expect(await listKids()).toEqual([key.id]);
    expect(await believes(readSecret().current)).toBe(true);
    expect(readSecret().previous).toBeUndefined();
  });

  test("a rotation keeps the key before, and the one after drops it", async () => {
    const first = await keep();
    const second = await keep({ rotate: true, immediately: true });
    expect(await believes(readSecret().current)).toBe(true);
    expect(await believes(readSecret().previous)).toBe(true);
    const third = await keep({ rotate: true, immediately: true });
    expect(await listKids()).toEqual([second.id, third.id]);
    expect(await listKids()).not.toContain(first.id);
  });

  test("a rotation within minutes of the one before is refused, since Lambdas may sign with either", async () => {
    const first = await keep();
    await expect(keep({ rotate: true })).rejects.toThrow("younger than 15 minutes");
    expect(await listKids()).toEqual([first.id]);
    await demo().admin.query("update patchbay.context_keys set created_at = now() - interval '16 minutes'");
    expect((await keep({ rotate: true })).id).not.toBe(first.id);
  });

  test("when the secret cannot be written, the old key signs on, and the next run leaves nothing behind", async () => {
    await expect(
      (async () => {
        secrets.failNextWrite();
        return keep();
      })(),
    ).rejects.toThrow("ThrottlingException");
    expect(secrets.values.size).toBe(0);
    const first = await keep();
    expect(await listKids()).toEqual([first.id]);
    secrets.failNextWrite();
    await expect(keep({ rotate: true, immediately: true })).rejects.toThrow("ThrottlingException");
    expect(await believes(readSecret().current)).toBe(true);
    await keep();
    expect(await listKids()).toEqual([first.id]);
  });

  test("when the run ends after the secret was written, both keys are believed", async () => {
    await keep();
    let deletes = 0;
    const breaking: typeof connection.execute = async (sql, texts) => {
      if (sql.startsWith("delete")) {
        deletes += 1;
        throw new Error("the connection broke");
      }
      return connection.execute(sql, texts);
    };
    await expect(keepContextKey(breaking, secrets, "dev", { rotate: true, immediately: true })).rejects.toThrow(
      "broke",
    );
    expect(deletes).toBe(1);
    expect(await believes(readSecret().current)).toBe(true);
    expect(await believes(readSecret().previous)).toBe(true);
  });

  test("a table that lost its keys, as after a restore, gets them again from the secret", async () => {
    await keep();
    await keep({ rotate: true, immediately: true });
    await demo().admin.query("delete from patchbay.context_keys");
    await keep();
    expect(await believes(readSecret().current)).toBe(true);
    expect(await believes(readSecret().previous)).toBe(true);
  });

  test("a secret that is not ours, is being deleted, or has another form is never replaced", async () => {
    const writeSecret = () => Promise.reject(new Error("written"));
    const withState = (state: object) =>
      keepContextKey(connection.execute, { readSecret: async () => state as never, writeSecret }, "dev", {
        rotate: true,
      });
    await expect(withState({ state: "present", isOurs: false, value: undefined })).rejects.toThrow(
      "no tag patchbay:stage",
    );
    await expect(withState({ state: "deleted", deletedAt: new Date() })).rejects.toThrow("being deleted");
    await expect(withState({ state: "present", isOurs: true, value: '{"key":"secret"}' })).rejects.toThrow(
      'another form than {"current":…}',
    );
    await expect(
      withState({ state: "present", isOurs: true, value: '{"current":"obviously-no-key"}' }),
    ).rejects.toThrow(/^(?!.*obviously-no-key).*another form/);
  });
});
