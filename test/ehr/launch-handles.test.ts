// A launch's handle: five minutes, once, and sealed until then.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { openVault } from "../support/open-vault.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(aws.close);
const { holdLaunch, takeLaunch } = await import("../../lib/ehr/launch-handles.ts");

const server = { provider: "epic", fhirBaseUrl: "https://ehr.example.com/r4", tenants: "*", hosts: [] } as const;
const at = (now: number) => ({ now: () => now, vault: openVault });
let row: Record<string, unknown> | undefined;

beforeEach(() => {
  aws.forget();
  row = undefined;
  aws.on("PutItem", ({ Item }) => {
    row = Object(Item);
    return json({});
  });
  aws.on("UpdateItem", ({ ExpressionAttributeValues }) => {
    if (row === undefined || "consumedBy" in row) return awsError("ConditionalCheckFailedException");
    row.consumedBy = Object(ExpressionAttributeValues)[":caller"];
    return json({ Attributes: row });
  });
});

test("gives back what the EHR sent, until five minutes are over", async () => {
  const handle = await holdLaunch(server, "fake-launch", at(1000));
  expect(await takeLaunch(handle, at(1299))).toEqual({
    provider: "epic",
    fhirBaseUrl: server.fhirBaseUrl,
    launch: "fake-launch",
  });
});

test("is refused after five minutes, though the row is still there", async () => {
  const handle = await holdLaunch(server, "fake-launch", at(1000));
  await expect(takeLaunch(handle, at(1300))).rejects.toMatchObject({ code: "not_found" });
});

test("is refused the second time, and where nobody made it", async () => {
  const handle = await holdLaunch(server, "fake-launch", at(1000));
  await takeLaunch(handle, at(1001));
  await expect(takeLaunch(handle, at(1002))).rejects.toMatchObject({ code: "not_found" });
  row = undefined;
  await expect(takeLaunch("b".repeat(43), at(1002))).rejects.toMatchObject({ code: "not_found" });
});

test("is stored as a hash", async () => {
  const handle = await holdLaunch(server, "fake-launch", at(1000));
  expect(JSON.stringify(row)).not.toContain(handle);
});
