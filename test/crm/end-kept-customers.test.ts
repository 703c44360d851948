import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { putConnectors } from "./support/crm-world.ts";
import { useMemoryTables } from "./support/memory-tables.ts";

const aws = await startAwsStandIn();
const { endKeptCustomers } = await import("../../lib/store/connectors.ts");
afterAll(() => aws.close());

let tables = useMemoryTables(aws);
beforeEach(() => {
  aws.forget();
  tables = useMemoryTables(aws);
  putConnectors(tables, "v-1", ["acme"]);
});
const readVersion = () => tables.list("connectors#")[0]?.version?.S;

test.each([
  ["the tenant's own", ["t#acme"]],
  ["a user's of the tenant", ["c#acme", "c#acme"]],
])("an event of a connection, %s, ends what is kept for the tenant, with one write", async (_, tenants) => {
  await endKeptCustomers(tenants);
  expect(readVersion()).not.toBe("v-1");
  expect(aws.calls.map(({ operation }) => operation)).toEqual(["UpdateItem"]);
});

test("an event of another tenant, or of a user without one, leaves it, and makes no row", async () => {
  await endKeptCustomers(["c#globex", "u#acme", "c@old#acme"]);
  expect(readVersion()).toBe("v-1");
  expect(tables.list("connectors#")).toHaveLength(1);
});
