import { SignJWT } from "jose";
import { afterAll, expect, test } from "vitest";
import { logged } from "../http/lambda-environment.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { audience, createClaims } from "./issuer-stand-in.ts";

const issuer = "https://issuer.example";
const aws = await startAwsStandIn();
afterAll(() => aws.close());
Object.assign(process.env, { JWT_ISSUER: issuer, JWT_AUDIENCE: JSON.stringify([audience]), JWT_ALGORITHM: "HS256" });
const { verifyAuthorization } = await import("../../lib/jwt/verify-token.ts");
const isAuthorized = async (header: string | undefined) => (await verifyAuthorization(header)) !== undefined;

const tokenUnder = (secret: Uint8Array) =>
  new SignJWT(createClaims(issuer)).setProtectedHeader({ alg: "HS256" }).sign(secret);

test("lets nobody in and says why while Secrets Manager does not answer", async () => {
  aws.on("GetSecretValue", () => awsError("InternalServiceError", 500));
  const token = await tokenUnder(new Uint8Array(32));
  await expect(isAuthorized(`Bearer ${token}`)).rejects.toMatchObject({ code: "provider_unavailable" });
});

test("lets nobody in while no secret is stored, not even under an empty one", async () => {
  aws.on("GetSecretValue", () => awsError("ResourceNotFoundException"));
  for (const secret of [new Uint8Array(32), new TextEncoder().encode("undefined")]) {
    expect(await isAuthorized(`Bearer ${await tokenUnder(secret)}`)).toBe(false);
  }
  expect(logged.join("")).toContain("SecretMissing");
});
