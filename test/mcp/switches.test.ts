import "../http/lambda-environment.ts";
import { afterAll, expect, test, vi } from "vitest";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());

/** As a container that has just started: it keeps no secret in memory. */
async function readSwitches() {
  vi.resetModules();
  return (await import("../../lib/mcp/switches.ts")).readSwitches();
}

const store = (switches: unknown) =>
  aws.on("GetSecretValue", ({ SecretId }) =>
    SecretId === "patchbay/test/mcp"
      ? json({ SecretString: JSON.stringify({ current: JSON.stringify(switches) }) })
      : awsError("AccessDeniedException"),
  );

test.each([
  [
    { autoConnect: true, postgres: true, caching: true },
    { isOn: true, isCaching: true },
  ],
  [
    { autoConnect: true, postgres: true, caching: false },
    { isOn: true, isCaching: false },
  ],
  [
    { autoConnect: true, postgres: false, caching: true },
    { isOn: false, isCaching: true },
  ],
  [
    { autoConnect: false, postgres: true, caching: true },
    { isOn: false, isCaching: true },
  ],
  [
    { autoConnect: "true", postgres: 1, caching: "yes" },
    { isOn: false, isCaching: false },
  ],
])("reads %j as %j", async (stored, switches) => {
  store(stored);
  expect(await readSwitches()).toEqual(switches);
});

test("is off where nothing is written", async () => {
  aws.on("GetSecretValue", () => awsError("ResourceNotFoundException"));
  expect(await readSwitches()).toEqual({ isOn: false, isCaching: false });
});

test("is neither on nor off while Secrets Manager does not answer", async () => {
  aws.on("GetSecretValue", () => awsError("InternalServiceError", 500));
  await expect(readSwitches()).rejects.toMatchObject({ code: "provider_unavailable" });
});
