import "../http/lambda-environment.ts";
import { afterAll, expect, test, vi } from "vitest";
import { answer, hang, json, type Play, reset } from "../support/test-server.ts";
import { audience, startIssuer } from "./issuer-stand-in.ts";

const issuer = await startIssuer();
afterAll(() => issuer.end.close());
Object.assign(process.env, {
  JWT_ISSUER: issuer.url,
  JWT_AUDIENCE: JSON.stringify([audience]),
  JWT_ALGORITHM: "ES256",
});
const { verifyAuthorization } = await import("../../lib/jwt/verify-token.ts");
const publishKeys = issuer.end.play;
const isAuthorized = async (header: string | undefined) => (await verifyAuthorization(header)) !== undefined;

/** Every container loads the keys for itself. */
const startContainer = () => {
  vi.resetModules();
  return import("../../lib/jwt/verify-token.ts");
};

test("fails instead of refusing while the issuer's keys cannot be read, so that no refusal is cached", async () => {
  issuer.end.play = answer(503, "down");
  const token = await issuer.sign();
  await expect(isAuthorized(`Bearer ${token}`)).rejects.toThrow();
});

test.each<[string, Play]>([
  ["cuts the connection", reset],
  ["answers with a page", answer(200, "<html>")],
  ["answers without a list of keys", json({ keys: "none" })],
  ["answers with an error as JSON", json({ error: "down" })],
  ["leads elsewhere", answer(302, "", { location: "/login" })],
  ["does not answer in time", hang],
])("fails as long as the issuer %s, and takes the token as soon as its keys are there again", async (_, play) => {
  const { verifyAuthorization: verify } = await startContainer();
  const header = `Bearer ${await issuer.sign()}`;
  issuer.end.play = play;
  await expect(verify(header)).rejects.toThrow();
  issuer.end.play = publishKeys;
  expect(await verify(header)).toMatchObject({ issuer: issuer.url });
});
