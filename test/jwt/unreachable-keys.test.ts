import "../http/lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import { answer } from "../support/test-server.ts";
import { audience, startIssuer } from "./issuer-stand-in.ts";

const issuer = await startIssuer();
afterAll(() => issuer.end.close());
Object.assign(process.env, {
  JWT_ISSUER: issuer.url,
  JWT_AUDIENCE: JSON.stringify([audience]),
  JWT_ALGORITHM: "ES256",
});
const { verifyAuthorization } = await import("../../lib/jwt/verify-token.ts");
const isAuthorized = async (header: string | undefined) => (await verifyAuthorization(header)) !== undefined;

test("fails instead of refusing while the issuer's keys cannot be read, so that no refusal is cached", async () => {
  issuer.end.play = answer(503, "down");
  const token = await issuer.sign();
  await expect(isAuthorized(`Bearer ${token}`)).rejects.toThrow();
});
