import { describe, expect, test } from "vitest";
import type { StageInput } from "../../../infra/config.ts";
import * as made from "../../../infra/database/names.ts";
import { resolvePermission } from "../../../infra/permissions.ts";
import * as reader from "../../../lib/mcp/database/reader.ts";
import { account } from "../support/expansion.ts";
import { exampleStage } from "../support/synthesized.ts";
import { dataApi, defineDatabaseStage, throughProxy } from "./support/database-stage.ts";

type Connection = NonNullable<NonNullable<StageInput["mcp"]>["database"]>["connection"];

const secret = (name: string) => `arn:aws:secretsmanager:eu-central-1:111122223333:secret:patchbay/prod/${name}-??????`;
const readSecret = (name: string) => ({ actions: ["secretsmanager:GetSecretValue"], resources: [secret(name)] });
const resolveQuery = (connection: Connection) =>
  resolvePermission("database:query", { config: defineDatabaseStage({ connection }), place: account });

describe("the permission to query the database", () => {
  test("through a proxy allows connecting as one role to one proxy, and reading the context's key", () => {
    expect(resolveQuery(throughProxy)).toEqual({
      statements: [
        readSecret("database/context"),
        {
          actions: ["rds-db:connect"],
          resources: ["arn:aws:rds-db:eu-central-1:111122223333:dbuser:prx-0abc/patchbay_reader"],
        },
      ],
      environment: {},
    });
  });

  test.each(["cluster-0ABC", "db-0ABC"])("without a proxy (%s) also trusts the authority of RDS", (resourceId) => {
    expect(resolveQuery({ ...throughProxy, resourceId }).environment).toEqual({
      NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem",
    });
  });

  test("through the Data API allows the three calls on one cluster, and reading the login", () => {
    expect(resolveQuery(dataApi).statements).toEqual([
      readSecret("database/context"),
      {
        actions: ["rds-data:BeginTransaction", "rds-data:ExecuteStatement", "rds-data:RollbackTransaction"],
        resources: [dataApi.clusterArn],
      },
      readSecret("database/login"),
    ]);
  });

  test("reads the login that the stage names", () => {
    const secretArn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:theirs-a1b2c3";
    const { statements } = resolveQuery({ ...dataApi, secretArn });
    expect(statements.at(-1)?.resources).toEqual([secretArn]);
  });
});

test("Lambdas ask as the role, and of the schema, that the command makes", () => {
  expect([reader.readerRole, reader.viewSchema]).toEqual([made.readerRole, made.viewSchema]);
});

test("the permission to know whether it is on reads one secret", () => {
  const { statements } = resolvePermission("mcp:switches", { config: defineDatabaseStage(), place: account });
  expect(statements).toEqual([readSecret("mcp")]);
});

test("the permission to ask the model is for the one that the stage names, and nothing without one", () => {
  const resolve = (model?: string) =>
    resolvePermission("model:ask-sql", {
      config: defineDatabaseStage(model ? { model: { model } } : {}),
      place: account,
    });
  expect(resolve("amazon.nova-lite-v1:0").statements).toEqual([
    {
      actions: ["bedrock:InvokeModel"],
      resources: ["arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-lite-v1:0"],
    },
  ]);
  expect(resolve().statements).toEqual([]);
});

test.each(["database:query", "mcp:switches", "model:ask-sql"] as const)(
  "%s is nothing for a stage without a database",
  (permission) => {
    expect(resolvePermission(permission, { config: exampleStage, place: account })).toEqual({
      statements: [],
      environment: {},
    });
  },
);
