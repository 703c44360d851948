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

test("reads a secret under the name that it had in 0.1.0, while it has not been copied", async () => {
  aws.on("GetSecretValue", ({ SecretId }) =>
    SecretId === "test/figma/client"
      ? json({ SecretString: '{"current":"former"}' })
      : awsError("AccessDeniedException"),
  );
  expect(await readClientSecret("figma")).toBe("former");
});

test("reads the new name first, and then not the former one", async () => {
  aws.calls.length = 0;
  aws.on("GetSecretValue", ({ SecretId }) => json({ SecretString: JSON.stringify({ current: SecretId }) }));
  expect(await readClientSecret("github")).toBe("patchbay/test/github/client");
  expect(aws.calls).toHaveLength(1);
});
