import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, expect, test } from "vitest";
import { createDemoDatabase } from "../../../infra/local/demo-database/create.ts";
import { localDirectory } from "../../../infra/local/directories.ts";
import { findFreePort } from "../../../infra/local/ports.ts";
import { findServerUser } from "../../../infra/local/postgres/server-user.ts";
import { startPostgres } from "../../../infra/local/postgres/start.ts";

const directory = await mkdtemp(join(localDirectory, "postgres-"));
afterAll(() => rm(directory, { recursive: true, force: true }));

async function query(connectionString: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString });
  await client.connect();
  return (await client.query(sql).finally(() => client.end())).rows;
}

test("the demo's database is the same at each start, with two tenants whose ids overlap", async () => {
  const counts: unknown[] = [];
  for (const _ of [1, 2]) {
    const server = await startPostgres({ directory, port: await findFreePort() });
    const url = await createDemoDatabase(server);
    const sql = `select org, count(*)::int as users, md5(string_agg(name, ',' order by id)) as names,
      count(*) filter (where created_at > now() - interval '7 days')::int as joined from app.users group by org order by org`;
    counts.push(await query(url, sql));
    const [shared] = await query(url, "select count(distinct org)::int as tenants from app.users where id = 1");
    expect(shared).toEqual({ tenants: 2 });
    await server.stop();
  }
  expect(counts[0]).toEqual(counts[1]);
  expect(counts[0]).toMatchObject([
    { org: "acme", users: 140, joined: expect.any(Number) },
    { org: "globex", users: 60 },
  ]);
});

test("the server ends with the process that started it, however that ends, and starts again on its port", async () => {
  const port = await findFreePort();
  const module = new URL("../../../infra/local/postgres/start.ts", import.meta.url).href;
  const options = JSON.stringify({ directory, port });
  const script = `(await import(${JSON.stringify(module)})).startPostgres(${options}).then(() => console.log("started"))`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", `${script}; setInterval(() => {}, 1000)`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(parent.stdout, "data");
  expect(existsSync(join(directory, "data/postmaster.pid"))).toBe(true);
  parent.kill("SIGKILL");
  await expect.poll(() => existsSync(join(directory, "data/postmaster.pid"))).toBe(false);
  const again = await startPostgres({ directory, port });
  await again.stop();
});

test("a server whose port is taken does not start, and the refusal shows its log", async () => {
  const port = await findFreePort();
  const first = await startPostgres({ directory: join(directory, "first"), port });
  await expect(startPostgres({ directory: join(directory, "second"), port })).rejects.toThrow(/Address already in use/);
  await first.stop();
});

test("root's server runs as postgres or nobody, and any other's as its own user", async () => {
  const users = Promise.resolve("root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n");
  expect(await findServerUser(1000, users)).toBeUndefined();
  expect(await findServerUser(0, users)).toEqual({ uid: 65534, gid: 65534 });
  const more = Promise.resolve(`${await users}postgres:x:101:104::/:/bin/sh\n`);
  expect(await findServerUser(0, more)).toEqual({ uid: 101, gid: 104 });
  await expect(findServerUser(0, Promise.resolve(""))).rejects.toThrow("PostgreSQL refuses to run as root");
});
