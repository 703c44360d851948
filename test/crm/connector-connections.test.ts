// Which connection a connector's token is of.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { Connection } from "../../lib/store/connection.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { owner, putConnection, putConnectors } from "./support/crm-world.ts";
import { useMemoryTables } from "./support/memory-tables.ts";

const aws = await startAwsStandIn();
const { readConnectedConnectors } = await import("../../lib/store/customer-lookup.ts");
afterAll(() => aws.close());

let tables = useMemoryTables(aws);
beforeEach(() => {
  aws.forget();
  tables = useMemoryTables(aws);
  putConnectors(tables, "v-1", [{ provider: "salesforce", user: { tenant: "c#acme", user: "ada" } }]);
});

const ada = { tenant: "c#acme", user: "ada" };
const put = (id: string, more: Partial<Connection> = {}) => putConnection(tables, "salesforce", { id, ...more });
const pick = async () => (await readConnectedConnectors(owner))[0]?.connection?.id;

test("the tenant's own with the agreed name is taken, whichever is newer", async () => {
  await put("named", { integrationId: "salesforce_acme", connectedAt: 1 });
  await put("newer", { connectedAt: 2 });
  await put("adas", { ...ada, integrationId: "salesforce_acme" });
  expect(await pick()).toBe("named");
});

test("else the tenant's only one", async () => {
  await put("only");
  await put("adas", { ...ada, integrationId: "salesforce_acme" });
  expect(await pick()).toBe("only");
});

test("none of several without the name: nobody has said which", async () => {
  await put("one");
  await put("other", { integrationId: "something-else" });
  expect(await pick()).toBeUndefined();
});

test("that of the connector's user only where the tenant has none of its own", async () => {
  await put("adas-other", { ...ada });
  await put("adas-named", { ...ada, integrationId: "salesforce_acme" });
  expect(await pick()).toBe("adas-named");
});

test("never that of another user, nor of a user who is called like the tenant", async () => {
  await put("bens", { tenant: "c#acme", user: "ben" });
  await put("impostors", { tenant: "c#acme", user: "acme", integrationId: "salesforce_acme" });
  await put("foreign", { tenant: "t#globex", user: "globex" });
  expect(await pick()).toBeUndefined();
});
