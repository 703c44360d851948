import { afterAll, beforeEach, expect, test } from "vitest";
import { toItem } from "../../lib/store/item.ts";
import { logged } from "../http/lambda-environment.ts";
import { aConnection } from "../support/a-connection.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
const { listConnections } = await import("../../lib/store/connections.ts");

const owner = { tenant: "c#acme", user: "ada" };
const wire = (record: object) =>
  JSON.parse(JSON.stringify(toItem(record), (_, value) => (value instanceof Uint8Array ? "AQ==" : value)));

beforeEach(() => {
  const unreadable = { ...aConnection(), status: "of a later version" };
  aws.on("Query", () => json({ Items: [wire(unreadable), wire(aConnection({ provider: "other" }))] }));
});

test("a row that cannot be read does not hide the other connections of its user", async () => {
  expect((await listConnections(owner)).map(({ provider }) => provider)).toEqual(["other"]);
  expect(logged.join("")).toContain("RowUnreadable");
});

test("a row that cannot be read does not look disconnected", async () => {
  await expect(listConnections(owner, "acme")).rejects.toThrow();
});
