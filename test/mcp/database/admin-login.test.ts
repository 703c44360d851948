import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { confirm } from "../../../infra/confirm.ts";
import { readAdminLogin } from "../../../infra/database/read-admin-login.ts";

test("the operator's login comes from DATABASE_ADMIN_URL, or from the variables of psql", () => {
  const url = "postgres://admin:pass@db.example.com:5433/app?sslmode=verify-full";
  expect(readAdminLogin("app", { DATABASE_ADMIN_URL: url })).toEqual({ connectionString: url });
  const local = { DATABASE_ADMIN_URL: "postgres://admin@localhost" };
  expect(readAdminLogin("app", local)).toEqual({ connectionString: "postgres://admin@localhost/app" });
  expect(readAdminLogin("app", { PGHOST: "127.0.0.1", PGUSER: "admin" })).toEqual({ database: "app" });
  expect(readAdminLogin("app", {})).toBeUndefined();
});

test("a login for another database, in another form, or over an open network is refused in a sentence without it", () => {
  const readUrl = (text: string) => () => readAdminLogin("app", { DATABASE_ADMIN_URL: text });
  expect(readUrl("postgres://admin:pass@localhost/other")).toThrow("is for the database other");
  expect(readUrl("mysql://admin:pass@localhost/app")).toThrow(/^DATABASE_ADMIN_URL must be an address/);
  for (const mode of ["", "?sslmode=disable", "?sslmode=prefer"])
    expect(readUrl(`postgres://admin:pass@db.example.com/app${mode}`)).toThrow("unencrypted");
  expect(() => readAdminLogin("app", { PGHOST: "db.example.com" })).toThrow("unencrypted");
});

test("nothing is changed where nobody can be asked", async () => {
  await expect(confirm("Go on?", false)).rejects.toThrow("add --yes. Nothing was changed.");
});

const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, ["infra/commands/database.ts", ...args]).catch((error) => error);

test("the command explains itself, and each mistake in one sentence", async () => {
  const { stdout } = await run("--help");
  expect(stdout).toMatch(/^Usage: npm run database/);
  for (const flag of ["--stage", "--print", "--check", "--remove", "--revoke-public", "--rotate-key", "--admin-secret"])
    expect.soft(stdout).toContain(`\n  ${flag} `);
  expect(await run("--check", "--print", "--stage", "dev")).toMatchObject({
    code: 1,
    stderr: "Only one of --print, --check and --remove at a time.\n",
  });
  expect(await run()).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Which stage\?.*\n$/) });
  expect(await run("--stage", "local")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/reserved for npm run dev.*\n$/),
  });
  expect(await run("--stage", "dev", "--print")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^The stage "dev" asks no database.*\n$/),
  });
});
