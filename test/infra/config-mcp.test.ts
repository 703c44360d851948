import { expect, test } from "vitest";
import { defineStage, type StageInput } from "../../infra/config.ts";

const given: StageInput = {
  stage: "dev",
  publicBaseUrl: "https://app.example.com",
  appUrl: "https://app.example.com",
  allowedOrigins: [],
  jwt: { issuer: "https://id.example.com/", audience: ["patchbay"], algorithm: "RS256" },
  signIn: { clientId: "page", scope: "openid" },
};

type Database = NonNullable<NonNullable<StageInput["mcp"]>["database"]>;

const database: Database = {
  connection: { adapter: "data-api", clusterArn: "arn:aws:rds:eu-central-1:123456789012:cluster:app", database: "app" },
  tables: { users: { columns: { id: "integer", name: "text", joined: "date" }, visibleTo: { tenant: "org" } } },
};

const define = (change: Partial<Database>) => defineStage({ ...given, mcp: { database: { ...database, ...change } } });

test("is off unless the stage says so", () => {
  expect(defineStage(given).mcp).toBeUndefined();
});

test("fills in the limits", () => {
  expect(define({}).mcp?.database?.limits).toEqual({ rows: 500, seconds: 5, bytes: 1_000_000 });
});

test("takes questions about columns that are there", () => {
  const users = { table: "users", id: "id", name: "name", joinedAt: "joined" };
  expect(define({ questions: { users } }).mcp?.database?.questions).toEqual({ users });
});

test.each([
  ["users.table: is no table", { users: { table: "people", id: "id", name: "name", joinedAt: "joined" } }],
  ["users.table: is no table", { users: { table: "constructor", id: "id", name: "name", joinedAt: "joined" } }],
  ["users.joinedAt: is no column of users", { users: { table: "users", id: "id", name: "name", joinedAt: "at" } }],
] as const)("says that %s", (message, questions) => {
  expect(() => define({ questions })).toThrow(message.split(": ")[1]);
  expect(() => define({ questions })).toThrow(message.split(".")[1]?.split(":")[0]);
});

test("refuses a database of a developer's machine elsewhere", () => {
  const connection = { adapter: "local", url: "postgres://reader:sandbox@localhost:5432/demo" } as const;
  expect(() => define({ connection })).toThrow('may be "local" only on localhost');
});

test("refuses a table that says not who sees it", () => {
  const tables = { users: { columns: { id: "integer" }, visibleTo: {} } } as const;
  expect(() => define({ tables })).toThrow("must name the column of the tenant or of the user");
});
