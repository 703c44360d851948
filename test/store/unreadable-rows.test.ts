import { afterAll, beforeEach, expect, test } from "vitest";
import { toItem } from "../../lib/store/item.ts";
import { json } from "../http/far-end.ts";
import { logged } from "../http/lambda-environment.ts";
import { aConnection } from "../oauth/a-connection.ts";
import { awsStandIn } from "./aws-stand-in.ts";

const aws = await awsStandIn();
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
