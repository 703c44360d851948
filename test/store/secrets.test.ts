import "../http/lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
const { readClientSecret } = await import("../../lib/store/secrets.ts");

test.each([
  ["says that there is none", "ResourceNotFoundException"],
  // AWS's answer to a role whose policy includes the secret's six random characters.
  ["denies a name that no secret has", "AccessDeniedException"],
])("has no secret where Secrets Manager %s", async (_, type) => {
  aws.on("GetSecretValue", () => awsError(type));
  expect(await readClientSecret(`missing-${type}`)).toBeUndefined();
});

test("does not mistake an outage for a missing secret", async () => {
  aws.on("GetSecretValue", () => awsError("InternalServiceError", 500));
  await expect(readClientSecret("out")).rejects.toMatchObject({ code: "provider_unavailable" });
});

test("reads the current secret", async () => {
  aws.on("GetSecretValue", () => json({ SecretString: '{"current":"new","previous":"old"}' }));
  expect(await readClientSecret("slack")).toBe("new");
});
