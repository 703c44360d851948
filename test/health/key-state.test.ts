// The deep health check tells of a key that exists and cannot be used.
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { listen } from "../../infra/local/http-server.ts";
import { findFreePort } from "../../infra/local/ports.ts";

let keyState = "";
let server: Awaited<ReturnType<typeof listen>>;

beforeAll(async () => {
  const port = await findFreePort();
  // Answers as KMS does: docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
  server = await listen((_, response) => {
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify({ KeyMetadata: { KeyId: "k", ...(keyState && { KeyState: keyState }) } }));
  }, port);
  const environment = {
    ...{ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_REGION: "eu-central-1", STAGE: "test" },
    ...{ AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", KMS_KEY_ID: "alias/patchbay-test" },
    ...{ CONNECTIONS_TABLE: "connections", TRANSIENT_TABLE: "transient", AUDIT_TABLE: "audit" },
    ...{ REVOCATIONS_QUEUE_URL: "http://127.0.0.1/q", REFRESHES_QUEUE_URL: "http://127.0.0.1/q" },
    CLIENT_IDS_PARAMETER: "/patchbay/test/client-ids",
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

test.each([
  ["Enabled", true],
  ["Disabled", false],
  ["PendingDeletion", false],
  ["", false],
])("a key in the state %j is usable: %s", async (state, isUsable) => {
  keyState = state;
  const { probeDependencies } = await import("../../lib/health/probe.ts");
  const results = await probeDependencies();
  expect(results.find(({ name }) => name === "encryption key")).toMatchObject({ ok: isUsable });
});
