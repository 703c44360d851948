// The stand-in for the Data API, judged by AWS's own client: what it does not understand would not be the API's.
import {
  BeginTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from "@aws-sdk/client-rds-data";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDataApiDatabase } from "../../../lib/mcp/database/data-api.ts";
import { type DataApiShim, startDataApiShim } from "../../support/data-api-shim.ts";
import { clusterArn, credentials, secretArn } from "./support/openers.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

const names = { resourceArn: clusterArn, secretArn, database: "postgres" };

let server: TestServer;
let shim: DataApiShim;
let client: RDSDataClient;

beforeAll(async () => {
  server = await startTestServer(undefined);
  shim = await startDataApiShim({ clusterArn, secrets: { [secretArn]: server.login } });
  client = new RDSDataClient({ endpoint: shim.endpoint, region: "eu-central-1", credentials, maxAttempts: 1 });
});

afterAll(async () => {
  client.destroy();
  await shim.stop();
  await server.stop();
});

const begin = async (change = {}) =>
  (await client.send(new BeginTransactionCommand({ ...names, ...change }))).transactionId;
const execute = (sql: string, more = {}) => client.send(new ExecuteStatementCommand({ ...names, sql, ...more }));
const findError = (work: Promise<unknown>) => work.then(String, (error: Error) => `${error.name}: ${error.message}`);

test("AWS's client begins a transaction, sets parameters by name, reads typed fields and rolls back", async () => {
  const transactionId = await begin();
  const parameters = [{ name: "name", value: { stringValue: "Grüße" } }];
  const { records, columnMetadata } = await execute(
    "select :name::text as name, ':name' as quoted, 7 as id, 1.50::numeric as price, null::text as nothing, array['a','b'] as tags",
    { transactionId, parameters, includeResultMetadata: true },
  );
  expect(records).toEqual([
    [
      { stringValue: "Grüße" },
      { stringValue: ":name" },
      { longValue: 7 },
      { stringValue: "1.50" },
      { isNull: true },
      { arrayValue: { stringValues: ["a", "b"] } },
    ],
  ]);
  expect(columnMetadata?.map(({ label, typeName }) => `${label} ${typeName}`)).toEqual([
    "name text",
    "quoted text",
    "id int4",
    "price numeric",
    "nothing text",
    "tags _text",
  ]);
  expect(await client.send(new RollbackTransactionCommand({ ...names, transactionId }))).toMatchObject({
    transactionStatus: "Rollback Complete",
  });
  expect(await findError(execute("select 1", { transactionId }))).toMatch(/^TransactionNotFoundException: /);
});

test("AWS's client gets the API's errors: of a statement, of two, of rows and answers that are too large", async () => {
  const attempts = [
    [
      "select missing",
      /^DatabaseErrorException: ERROR: column "missing" does not exist; Position: 8; SQLState: 42703$/,
    ],
    ["select 1; select 2", /^ValidationException: Multistatements/],
    ["select repeat('x', 70000)", /^BadRequestException: .*row size limit/],
    ["select repeat('x', 60000) from generate_series(1, 30)", /^BadRequestException: .*response size limit/],
  ] as const;
  for (const [sql, message] of attempts) {
    const transactionId = await begin();
    expect(await findError(execute(sql, { transactionId }))).toMatch(message);
    await client.send(new RollbackTransactionCommand({ ...names, transactionId }));
  }
});

test("AWS's client is told of a cluster and a secret that are not there", async () => {
  expect(await findError(begin({ resourceArn: `${clusterArn}-other` }))).toMatch(/^DatabaseNotFoundException/);
  expect(await findError(begin({ secretArn: `${secretArn}-other` }))).toMatch(/^InvalidSecretException/);
});

const open = (change = {}) =>
  createDataApiDatabase({
    api: {
      ...{ endpoint: shim.endpoint, region: "eu-central-1", credentials: () => credentials, clusterArn, secretArn },
      database: "postgres",
      ...change,
    },
    sign: async () => "unsigned",
  });
const request = { sql: "select 1", context: { tenant: undefined, user: "ada" }, maxBytes: 1000, timeoutMs: 500 };

test("our adapter ends each transaction, after failures too", async () => {
  const database = open();
  for (const sql of ["select 1", "select 1/0", "select 1; select 2", "select repeat('x', 2000)"])
    await database.query({ ...request, sql }).catch(() => undefined);
  expect(shim.countOpen()).toBe(0);
});

test("our adapter says unreachable for a cluster, a secret and an address that do not answer, and for silence", async () => {
  const findReason = (database: ReturnType<typeof open>) =>
    database.query(request).then(String, ({ reason }) => String(reason));
  expect(await findReason(open({ clusterArn: `${clusterArn}-other` }))).toBe("unreachable");
  expect(await findReason(open({ secretArn: `${secretArn}-other` }))).toBe("unreachable");
  expect(await findReason(open({ endpoint: "http://127.0.0.1:9" }))).toBe("unreachable");
  shim.hangOnce();
  expect(await findReason(open())).toBe("unreachable");
});
