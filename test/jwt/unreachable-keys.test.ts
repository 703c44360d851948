import "../http/lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import { answer } from "../http/far-end.ts";
import { audience, issuerStandIn } from "./issuer-stand-in.ts";

const issuer = await issuerStandIn();
afterAll(() => issuer.end.close());
Object.assign(process.env, {
  JWT_ISSUER: issuer.url,
  JWT_AUDIENCE: JSON.stringify([audience]),
  JWT_ALGORITHM: "ES256",
});
const { authorizes } = await import("../../lib/jwt/authorize.ts");

test("fails rather than refuses while the issuer's keys cannot be had, so that no refusal is cached", async () => {
  issuer.end.play = answer(503, "down");
  const token = await issuer.sign();
  await expect(authorizes(`Bearer ${token}`)).rejects.toThrow();
});
