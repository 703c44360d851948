import "../http/lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
const { providerPreferences, writeSettings } = await import("../../lib/store/settings.ts");

const meetsAnother = json(
  { __type: "TransactionCanceledException", CancellationReasons: [{ Code: "TransactionConflict" }, { Code: "None" }] },
  400,
);

test("repeats a write of settings that met another one", async () => {
  let met = 0;
  aws.on("TransactWriteItems", () => (met++ === 0 ? meetsAnother : json({})));
  const write = writeSettings(
    { tenant: "c#acme", user: "ada" },
    "slack",
    { preferences: providerPreferences.parse({}) },
    { actor: "ada" },
  );
  await expect(write).resolves.toBeUndefined();
  expect(met).toBe(2);
});
